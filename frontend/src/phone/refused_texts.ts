import type { Session } from "../session/session.svelte";
import type { Entry } from "../session/store";

/** What was refused and has a text, to copy or send again; of votes is told where the lip is. */
export function refusedTexts({ refused }: Session): Entry[] {
  return refused.filter(({ command }) => !/^vote/.test(command.name));
}
