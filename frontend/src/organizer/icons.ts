export * from "../ui/icons";

export const arrowDown = "M12 5v14M5.5 12.5L12 19l6.5-6.5";
