import { beforeEach, expect, test, vi } from "vitest";

import type { Idea } from "../../protocol/types";
import type { Outcome } from "../../session/session.svelte";
import type { Entry } from "../../session/store";
import { draftsBelow } from "../../ui/draft.svelte";
import type { Toast } from "../../ui/toasts.svelte";
import type { Phone } from "../phone.svelte";
import { forget, forgetErased, forgetOthers, goneIn, isWanted, keptIn, pastWanting, restore, withdraw, withdrawnIn } from "./withdraw";

const TAKEN = { ok: true, result: { id: "c", ok: true, seq: 7 } } as Outcome;
const FULL = { ok: false, code: "cap_reached", detail: "Du har skickat alla dina idéer.", kept: {} as Entry } as const;
const ERASED = { ok: false, code: "not_allowed", detail: "Den som skrev idén har tagit bort texten.", kept: null } as const;

/** Its id is of one test only: what is asked for is known as long as the page is there. */
let TREES: Idea;
let sent: string[];
let said: string[];
let withheld: Entry[];
/** Whether what waits has not left the phone. */
let isHere: boolean;
let session: { waiting: Entry[]; refused: Entry[]; confirmed: { epoch: string; seq: number } };
let decisions: ((outcome: Outcome) => void)[];
let toasts: Toast[];
let state: { workshop: { id: string; activity: string; status: string }; ideas: Idea[]; clusters: []; me: { participant: string; own: string[]; ideas: Idea[]; erased_at?: string } };
let phone: Phone;

beforeEach(() => {
  TREES = { id: crypto.randomUUID(), number: 14, column: "c1", text: "Träd" } as Idea;
  [sent, said, withheld, decisions, toasts, isHere] = [[], [], [], [], [], false];
  state = { workshop: { id: crypto.randomUUID(), activity: "a1", status: "open" }, ideas: [], clusters: [], me: { participant: "ben", own: [], ideas: [] } };
  const send = (name: string, args: { idea: string }, stored?: () => void, _made?: number, about?: object) => {
    sent.push(name);
    return new Promise<Outcome>((resolve) => {
      const waits = entry(name, args.idea, about);
      decisions.push((outcome) => {
        session.waiting = session.waiting.filter((one) => one !== waits);
        resolve(outcome);
      });
      session.waiting = [...session.waiting, waits];
      stored?.();
    });
  };
  const withhold = async (entry: Entry) => isHere && Boolean(withheld.push(entry));
  session = { waiting: [], refused: [], confirmed: { epoch: "e1", seq: 6 } };
  const announcer = { say: (text: string) => said.push(text) };
  phone = { session: Object.assign(session, { send, withhold }), state, announcer, toasts: { show: (toast: Toast) => toasts.push(toast) }, t: (key: string) => key } as unknown as Phone;
});

const entry = (name: string, id = TREES.id, about?: object) => ({ n: 1, command: { id: "c", name, args: { idea: id } }, ...(about && { about }) }) as unknown as Entry;
const gone = () => goneIn(phone, keptIn(phone)).map(({ id }) => id);
/** The server's word of what was sent in that place. */
async function decide(place: number, outcome: Outcome): Promise<void> {
  await vi.waitFor(() => expect(decisions.length).toBeGreaterThan(place));
  decisions[place]!(outcome);
}

const there = () => withdrawnIn(keptIn(phone)).map(({ number, text }) => [number, text]);

test("what was taken back stays on the device, to be had back behind a withdrawal that nobody has answered", async () => {
  void withdraw(phone, TREES, true);
  expect(there()).toEqual([[14, "Träd"]]);
  toasts[0]!.action!.run();
  await vi.waitFor(() => expect(sent).toEqual(["idea.withdraw", "idea.restore"]));
  expect(isWanted(phone, TREES.id)).toBe(true);
});

test("that one is on its way is said once what asks for it is on the device, where the page may go", async () => {
  let store = () => {};
  const send = vi.spyOn(phone.session!, "send").mockImplementation((_name, _args, stored) => {
    store = () => {
      session.waiting = [entry("idea.restore")];
      stored?.();
    };
    return new Promise(() => {});
  });
  void restore(phone, TREES);
  await vi.waitFor(() => expect(send).toHaveBeenCalled());
  expect(isWanted(phone, TREES.id)).toBe(false);
  void restore(phone, TREES);
  store();
  expect(isWanted(phone, TREES.id)).toBe(true);
  expect(send).toHaveBeenCalledTimes(1);
});

test("one that is asked for after a reload is known by what waits on the device", () => {
  session.waiting = [entry("idea.restore", "i2")];
  expect([isWanted(phone, "i2"), isWanted(phone, "i3")]).toEqual([true, false]);
});

test("a refusal says why, and its text stands among those that did not arrive, until it is sent again or thrown away", async () => {
  void withdraw(phone, TREES, true);
  expect(gone()).toEqual([TREES.id]);
  const asked = restore(phone, TREES);
  session.refused = [entry("idea.restore", TREES.id, TREES)];
  await decide(1, FULL);
  await asked;
  expect([said, isWanted(phone, TREES.id), gone()]).toEqual([[`failed_restore ${FULL.detail}`], false, []]);
  session.refused = [];
  expect(gone()).toEqual([TREES.id]);
  forget(phone, TREES.id);
  expect(gone()).toEqual([]);
});

test("what is wanted back goes along with what asks for it, and is seen there in another step too", async () => {
  const send = vi.spyOn(phone.session!, "send");
  void restore(phone, TREES);
  await vi.waitFor(() => expect(send.mock.lastCall?.at(-1)).toEqual(TREES));
  state.workshop.activity = "a2";
  forgetOthers(phone);
  expect([gone(), isWanted(phone, TREES.id)]).toEqual([[TREES.id], true]);
  // Whoever left the meeting meanwhile is told nothing of what became of it.
  session.waiting = [];
  expect(isWanted(phone, TREES.id)).toBe(false);
});

test("one whose step ended while it could still be had back is asked for with its text", async () => {
  const send = vi.spyOn(phone.session!, "send");
  void withdraw(phone, TREES, true);
  state.workshop.activity = "a2";
  forgetOthers(phone);
  toasts[0]!.action!.run();
  await vi.waitFor(() => expect(sent.at(-1)).toBe("idea.restore"));
  expect(send.mock.lastCall?.at(-1)).toEqual(TREES);
});

test("a withdrawal that has not left the phone is not sent, and nothing is asked for", async () => {
  const leaving = withdraw(phone, TREES, true);
  isHere = true;
  const waiting = [...session.waiting];
  await restore(phone, TREES);
  await decide(0, { ok: false, code: "dismissed", detail: "", kept: null });
  await leaving;
  expect([withheld, sent, said, isWanted(phone, TREES.id)]).toEqual([waiting, ["idea.withdraw"], ["idea_back"], false]);
  expect(toasts).toHaveLength(1);
});

test("behind one that has left it is asked for once", async () => {
  void withdraw(phone, TREES, true);
  toasts[0]!.action!.run();
  void restore(phone, TREES);
  await vi.waitFor(() => expect(sent).toEqual(["idea.withdraw", "idea.restore"]));
  expect(withheld).toEqual([]);
});

test("one whose text its writer has removed for good is on the device no longer", async () => {
  void withdraw(phone, TREES, true);
  void withdraw(phone, { ...TREES, id: "i5", number: 15 }, true);
  const asked = restore(phone, TREES);
  await decide(2, ERASED);
  await asked;
  expect([there(), toasts.at(-1)?.text]).toEqual([[[15, "Träd"]], ERASED.detail]);
});

test("nothing is lost where nothing was decided", async () => {
  void withdraw(phone, TREES, true);
  const asked = restore(phone, TREES);
  await decide(1, { ok: false, code: "unreachable", detail: "", kept: null });
  await asked;
  expect(gone()).toEqual([TREES.id]);
});

test("one that comes back is on its way until what has happened is known here", async () => {
  void withdraw(phone, TREES, true);
  const asked = restore(phone, TREES);
  await decide(1, TAKEN);
  await asked;
  expect(isWanted(phone, TREES.id)).toBe(true);
  // Another tab may have taken it back again by then.
  session.confirmed = { epoch: "e1", seq: 7 };
  expect(isWanted(phone, TREES.id)).toBe(false);
});

test("an idea that was had back and is taken back again is there once, and is not on its way", async () => {
  void withdraw(phone, TREES, true);
  const asked = restore(phone, TREES);
  await decide(1, TAKEN);
  await asked;
  void withdraw(phone, { ...TREES, text: "Träd nu" }, true);
  expect([there(), isWanted(phone, TREES.id)]).toEqual([[[14, "Träd nu"]], false]);
});

test("one that was refused and is there all the same is known, so that nothing untrue is said of it", () => {
  session.refused = [entry("idea.restore", TREES.id, TREES), entry("idea.restore", "i2", TREES)];
  expect(pastWanting(phone)).toEqual([]);
  state.me.ideas = [TREES];
  expect(pastWanting(phone)).toEqual([session.refused[0]]);
});

test("once its writer has removed all, on whichever device, nothing that was taken back before lies here, and what is taken back since does", () => {
  void withdraw(phone, TREES, true);
  forgetErased(phone);
  expect(there()).toHaveLength(1);
  state.me.erased_at = "2026-06-23T11:00:00.000Z";
  forgetErased(phone);
  expect(there()).toEqual([]);
  void withdraw(phone, TREES, true);
  forgetErased(phone);
  expect(there()).toHaveLength(1);
  state.me.erased_at = "2026-06-23T11:05:00.000Z";
  forgetErased(phone);
  expect(there()).toEqual([]);
});

test("what was wanted back before all was removed, and refused, goes with it", () => {
  session.refused = [{ ...entry("idea.restore", TREES.id, TREES), made: 1000 }, { ...entry("idea.restore", "i2", TREES), made: 3000 }];
  state.me.erased_at = new Date(2000).toISOString();
  expect(pastWanting(phone)).toEqual([session.refused[0]]);
});

test("what still waits to be had back goes too once all was removed after that, and nothing is said of it", async () => {
  const restoring = restore(phone, TREES);
  await vi.waitFor(() => expect(session.waiting).toHaveLength(1));
  const later = { ...entry("idea.restore", "i2", TREES), made: 3000 };
  const fresh = { ...entry("idea.withdraw", "i3"), made: 1000 };
  session.waiting = [{ ...session.waiting[0]!, made: 1000 }, later, fresh];
  expect(pastWanting(phone)).toEqual([]);
  state.me.erased_at = new Date(2000).toISOString();
  expect(pastWanting(phone)).toEqual([session.waiting[0]]);
  await decide(0, { ok: false, code: "dismissed", detail: "", kept: null });
  await restoring;
  expect([said, toasts]).toEqual([[], []]);
});

test("it goes from the device with its step, with the meeting, and is nobody else's", () => {
  void withdraw(phone, TREES, true);
  state.me.participant = "eva";
  expect(there()).toEqual([]);
  state.me.participant = "ben";
  forgetOthers(phone);
  expect(there()).toHaveLength(1);
  state.workshop.activity = "a2";
  forgetOthers(phone);
  state.workshop.activity = "a1";
  expect(there()).toEqual([]);
  void withdraw(phone, TREES, true);
  state.workshop.status = "closed";
  forgetOthers(phone);
  expect(draftsBelow(`withdrawn:${state.workshop.id}:`).filter(({ text }) => text)).toEqual([]);
});

test("once the step takes no more it is copied instead", () => {
  void withdraw(phone, TREES, false);
  expect([toasts[0]!.action!.label, sent, there()]).toEqual(["copy", ["idea.withdraw"], [[14, "Träd"]]]);
});
