import type { Language } from "../i18n/i18n.svelte";

const PATIENCE_MS = 15_000;

/** A meeting as the day's screen tells of it. `code` is null while nobody may join. */
export interface Slot {
  id: string;
  title: string;
  starts_at: string | null;
  ends_at: string | null;
  code: string | null;
}

/** One place of the arena. */
export interface Spot {
  place: string;
  now: Slot | null;
  next: Slot | null;
}

export interface Shown {
  arena: string;
  language: Language;
  day: string;
  host: string;
  server_time: string;
  spots: Spot[];
}

/** What the token's screen shows now; null when it shows nothing any more, undefined when there was no answer. */
export async function askDay(arena: string, token: string): Promise<Shown | null | undefined> {
  const response = await fetchWith(token, `/arenas/${arena}/screen/now/`);
  if (response?.status === 404) return null;
  return response?.ok ? ((await response.json().catch(() => undefined)) as Shown | undefined) : undefined;
}

/** The QR code of a meeting as an address for an `img`; null when it did not come. */
export async function askCode(meeting: string, token: string): Promise<string | null> {
  const response = await fetchWith(token, `/qr/${meeting}.svg`);
  const svg = response?.ok ? await response.text().catch(() => null) : null;
  return svg && `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Waits no longer than a while for a network that has gone. */
async function fetchWith(token: string, path: string): Promise<Response | null> {
  try {
    return await fetch(path, { headers: { Authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return null;
  }
}
