import type { Idea } from "../../protocol/types";
import { newId } from "../../session/ids";
import { draftFor } from "../../ui/draft.svelte";
import { copyWritten } from "../copy";
import type { Phone } from "../phone.svelte";

/**
 * Takes an idea of one's own back. Its card goes at once: what stood on it can be had back while `open`, else copied. Says why where
 * it was refused.
 */
export async function withdraw(phone: Phone, { id, column, text }: Idea, open: boolean): Promise<void> {
  const session = phone.session!;
  const kept = draftFor(`draft:${phone.state!.workshop.id}:withdrawn:${id}`);

  /**
   * An idea that was not taken back is not there twice. Without a network it is shown again at once, and the second one goes when
   * the first turns out to stand.
   */
  async function undo() {
    kept.text = text;
    if (session.link.kind === "live" && !(await decided).ok) return forget();
    const again = newId();
    const sent = await session.send("idea.capture", { idea: again, column, text }, forget);
    if ((await decided).ok) return;
    if (sent.ok) await session.send("idea.withdraw", { idea: again });
    else if (sent.kept) await session.dismiss(sent.kept);
  }

  function forget() {
    kept.text = "";
  }

  const action = open
    ? { label: phone.t("undo"), run: () => void undo() }
    : { label: phone.t("copy"), run: () => void copyWritten(phone, text) };
  const decided = session.send("idea.withdraw", { idea: id }, () => phone.toasts.show({ text: phone.t("idea_withdrawn"), action }));
  const outcome = await decided;
  if (!outcome.ok) phone.toasts.show({ text: outcome.detail || phone.t("refused_not_allowed") });
}
