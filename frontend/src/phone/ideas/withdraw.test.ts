import { expect, test, vi } from "vitest";

import type { Idea } from "../../protocol/types";
import type { Outcome } from "../../session/session.svelte";
import { draftFor } from "../../ui/draft.svelte";
import type { Toast } from "../../ui/toasts.svelte";
import type { Phone } from "../phone.svelte";
import { withdraw } from "./withdraw";

const TAKEN = { ok: true } as Outcome;
const GROUPED = { ok: false, code: "not_allowed", detail: "Idén är grupperad.", kept: null } as const;

/** Somebody who takes an idea back and regrets it before the server has said what came of it. */
function regretted(id: string, link = "live") {
  const sent: string[] = [];
  const toasts: Toast[] = [];
  const decisions: ((outcome: Outcome) => void)[] = [];
  const send = (name: string, _args: unknown, stored?: () => void) => {
    sent.push(name);
    return new Promise<Outcome>((resolve) => {
      decisions.push(resolve);
      stored?.();
    });
  };
  const phone = { session: { send, link: { kind: link } }, state: { workshop: { id: "w" } }, toasts: { show: (toast: Toast) => toasts.push(toast) }, t: (key: string) => key };
  const done = withdraw(phone as unknown as Phone, { id, column: "c1", text: "Träd" } as Idea, true);
  return { sent, toasts, draft: draftFor(`draft:w:withdrawn:${id}`), done, undo: () => toasts[0]!.action!.run(), decide: (outcome: Outcome, n = 0) => decisions[n]!(outcome) };
}

test("an idea that is wanted back is sent once it was taken back, and its text is on the device until then", async () => {
  const { sent, draft, done, undo, decide } = regretted("i1");
  undo();
  expect([sent, draft.text]).toEqual([["idea.withdraw"], "Träd"]);
  decide(TAKEN);
  await done;
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect([sent, draft.text]).toEqual([["idea.withdraw", "idea.capture"], ""]);
});

test("an idea that was not taken back is not sent twice", async () => {
  const { sent, toasts, draft, done, undo, decide } = regretted("i2");
  undo();
  decide(GROUPED);
  await done;
  await Promise.resolve();
  expect([sent, draft.text, toasts.at(-1)?.text]).toEqual([["idea.withdraw"], "", "Idén är grupperad."]);
});

test("without a network it is sent at once, and goes again when the first one stands", async () => {
  const { sent, draft, undo, decide } = regretted("i3", "offline");
  undo();
  expect([sent, draft.text]).toEqual([["idea.withdraw", "idea.capture"], ""]);
  decide(GROUPED);
  decide(TAKEN, 1);
  await vi.waitFor(() => expect(sent).toEqual(["idea.withdraw", "idea.capture", "idea.withdraw"]));
});
