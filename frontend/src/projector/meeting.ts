import type { Language } from "../i18n/i18n.svelte";

const AGAIN_MS = 2000;

export interface Meeting {
  code: string;
  language: Language;
}

/** What the token opens; null when it opens nothing. Tries again until the server has said either. */
export async function fetchMeeting(workshop: string, token: string): Promise<Meeting | null> {
  if (!token) return null;
  for (;;) {
    const meeting = await askMeeting(workshop, token);
    if (meeting !== undefined) return meeting;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** The same, asked once; undefined when there was no answer. */
export async function askMeeting(workshop: string, token: string): Promise<Meeting | null | undefined> {
  try {
    const response = await fetch(`/projector/${workshop}/meeting/`, { headers: { Authorization: `Bearer ${token}` } });
    if (response.status === 404) return null;
    return response.ok ? ((await response.json()) as Meeting) : undefined;
  } catch {
    return undefined;
  }
}
