// Those that the phone shows before its later screens have come: see icons.ts.
export const arrowRight = "M5 12h14M12.5 5.5L19 12l-6.5 6.5";
export const arrowUp = "M12 19V5M5.5 11.5L12 5l6.5 6.5";
export const check = "M5 12.5l4.5 4.5L19 7.5";
export const clock = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM12 7.5V12l3 2";
export const dots = "M5.5 12h.01M12 12h.01M18.5 12h.01";
export const eye = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM9.2 12a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0z";
export const eyeOff = "M4 4l16 16M9.5 5.9A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-3 3.7M6 7.6A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-.9";
export const layers = "M10.5 8.5h8a2 2 0 0 1 2 2v8a2 2 0 0 1 -2 2h-8a2 2 0 0 1 -2 -2v-8a2 2 0 0 1 2 -2zM15.5 8.5v-5h-12v12h5";
export const lock = "M7 10.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2zM8 10.5V8a4 4 0 0 1 8 0v2.5";
export const person = "M8.2 8a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0 -7.6 0zM4.5 20.5a7.5 7.5 0 0 1 15 0";
export const warning = "M12 4L2.8 20h18.4zM12 10v4.5M12 17.3h.01";
