/** What this page knows of the request it made: gone with the page, and so is the chance to take it back. */
export interface Asked {
  /** Null once the mail is on its way. */
  ticket: string | null;
  hint: string;
}

let asked: { workshop: string; request: Asked } | null = $state.raw(null);

export function askedIn(workshop: string): Asked | null {
  return asked?.workshop === workshop ? asked.request : null;
}

export function rememberAsked(workshop: string, request: Asked | null): void {
  asked = request && { workshop, request };
}
