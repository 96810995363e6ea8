export type Theme = "light" | "dark";

/** Light in daylight, dark in a dark room: the leader chooses in the address or with the key, the device does not. */
export function readTheme(search: string): Theme {
  return new URLSearchParams(search).get("theme") === "dark" ? "dark" : "light";
}

export function useTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  const address = new URL(location.href);
  address.searchParams.set("theme", theme);
  history.replaceState(null, "", address);
}

/** The key T changes between light and dark. */
export function changeThemeByKey(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
  useTheme(document.documentElement.dataset["theme"] === "dark" ? "light" : "dark");
}
