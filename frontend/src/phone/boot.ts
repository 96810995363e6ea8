export interface Boot {
  /** Join code from the address, or null on the start page. */
  code: string | null;
  language: string | null;
  title: string | null;
}

/** What the server put in the page. */
export function readBoot(): Boot {
  const text = document.getElementById("boot")?.textContent ?? "{}";
  const told = JSON.parse(text) as Partial<Boot>;
  return { code: told.code ?? null, language: told.language ?? null, title: told.title ?? null };
}
