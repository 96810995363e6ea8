import { newId } from "../session/ids";
import type { Outcome } from "../session/session.svelte";
import { draftFor } from "../ui/draft.svelte";
import { copyWritten } from "./copy";
import type { Phone } from "./phone.svelte";

/** A network that swallows everything looks alive for a while: its answer is not waited for longer (ms). */
const ANSWER_MS = 3000;

/** Something that one wrote: how it is taken back, and how it is sent anew under another id. */
export interface Written {
  id: string;
  text: string;
  /** Says that it was taken back. */
  said: string;
  withdraw(id: string, stored?: () => void): Promise<Outcome>;
  send(id: string, stored: () => void): Promise<Outcome>;
}

/**
 * Takes something of one's own back. It goes at once: what stood there can be had back while `open`, else copied. Says why where it
 * was refused.
 */
export async function takeBack(phone: Phone, { id, text, said, withdraw, send }: Written, open: boolean): Promise<void> {
  const session = phone.session!;
  const kept = draftFor(`draft:${phone.state!.workshop.id}:withdrawn:${id}`);

  /**
   * What was not taken back is not there twice. Without a network, or an answer, it is shown again all the same, and the second one
   * goes when the first turns out to stand.
   */
  async function undo() {
    kept.text = text;
    const answer = session.link.kind === "live" ? await Promise.race([decided, noAnswer()]) : null;
    if (answer && !answer.ok) return forget();
    const again = newId();
    const sent = await send(again, forget);
    if ((await decided).ok) return;
    if (sent.ok) await withdraw(again);
    else if (sent.kept) await session.dismiss(sent.kept);
  }

  function noAnswer(): Promise<null> {
    return new Promise((resolve) => setTimeout(resolve, ANSWER_MS, null));
  }

  function forget() {
    kept.text = "";
  }

  const action = open
    ? { label: phone.t("undo"), run: () => void undo() }
    : { label: phone.t("copy"), run: () => void copyWritten(phone, text) };
  const decided = withdraw(id, () => phone.toasts.show({ text: said, action }));
  const outcome = await decided;
  if (!outcome.ok) phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
}
