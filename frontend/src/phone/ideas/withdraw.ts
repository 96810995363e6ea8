import type { Idea } from "../../protocol/types";
import type { Phone } from "../phone.svelte";
import { takeBack } from "../taking_back";

/** Takes an idea of one's own back. `open`: the step still takes ideas. */
export function withdraw(phone: Phone, { id, column, text }: Idea, open: boolean): Promise<void> {
  const session = phone.session!;
  const written = {
    id,
    text,
    said: phone.t("idea_withdrawn"),
    withdraw: (idea: string, stored?: () => void) => session.send("idea.withdraw", { idea }, stored),
    send: (idea: string, stored: () => void) => session.send("idea.capture", { idea, column, text }, stored),
  };
  return takeBack(phone, written, open);
}
