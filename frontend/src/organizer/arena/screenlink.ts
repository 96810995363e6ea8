import { askDay } from "../../day/asking";
import { api } from "../api";

/** The link that this tab made before, while it still works; otherwise a new one: another would be one more to end. */
export async function screenLink(arena: string, day: string): Promise<string> {
  const name = keptName(arena, day);
  const before = read(name);
  const token = before?.split("#")[1];
  if (before && token && (await askDay(arena, token))) return before;
  const { url } = await api.makeDayScreen(arena, day);
  write(name, url);
  return url;
}

/** Ends all there are in the arena. */
export async function endScreens(arena: string): Promise<void> {
  await api.endDayScreens(arena);
}

function keptName(arena: string, day: string): string {
  return `organizer.screen.${arena}.${day}`;
}

function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, url: string): void {
  try {
    sessionStorage.setItem(name, url);
  } catch {
    // Then the next press makes another link.
  }
}
