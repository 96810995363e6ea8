import { describe, expect, it } from "vitest";

import type { Command, Result, State } from "../protocol/types";
import { isSeen, overlay, type Rules, unseen } from "./overlay";
import { participantRules } from "./overlay_participant";
import { staffRules } from "./overlay_staff";
import { cluster, idea, state, workshop } from "./testing/samples";

const made = Date.parse("2026-06-23T11:00:00Z");

function over(before: State, rules: Rules, ...commands: Omit<Command, "id">[]): State {
  return overlay(before, commands.map((command) => ({ command: { id: "k", ...command } as Command, made })), rules);
}

describe("a participant's own commands", () => {
  it("show an idea among mine, without a number", () => {
    const now = over(state(), participantRules, { name: "idea.capture", args: { idea: "i1", column: "c2", text: " Ett råd " } });
    expect(now.me?.ideas[0]).toMatchObject({ id: "i1", number: 0, text: "Ett råd", column: "c2", status: "pending" });
    expect(now.me?.own).toEqual(["i1"]);
  });

  it("show an idea as the table's that it was written for, whatever pen is held by now", () => {
    const tables = [4, 0, undefined].map((table) => {
      const args = { idea: "i1", column: "c1", text: "x", ...(table === undefined ? {} : { table }) };
      return over(state({ me: { ...state().me!, table: 5 } }), participantRules, { name: "idea.capture", args }).me?.ideas[0]?.table;
    });
    expect(tables).toEqual([4, null, 5]);
  });

  it("do not show an idea twice once it has come back", () => {
    const before = state({ ideas: [idea("i1")], me: { ...state().me!, own: ["i1"] } });
    const now = over(before, participantRules, { name: "idea.capture", args: { idea: "i1", column: "c1", text: "x" } });
    expect(now).toEqual(before);
  });

  it("stay among mine when the room's word of an idea comes before the one that it is mine", () => {
    const now = over(state({ ideas: [idea("i1")] }), participantRules, { name: "idea.capture", args: { idea: "i1", column: "c1", text: "x" } });
    expect([now.me?.own, now.me?.ideas]).toEqual([["i1"], []]);
  });

  it("do not show an idea that was made part of another beside that, and wait for no more of it", () => {
    const whole = idea("i9", { merged: [1], merged_ids: ["i1"], merged_texts: ["x"] });
    const command: Command = { id: "k", name: "idea.capture", args: { idea: "i1", column: "c1", text: "x" } };
    const told = state({ seq: 12, ideas: [whole], me: { ...state().me!, own: ["i1"] } });
    expect(isSeen(told, { command, made, result: { id: "k", ok: true, seq: 11 } }, participantRules)).toBe(true);
    expect(over(told, participantRules, command).me).toEqual({ ...told.me, own: ["i1"] });
    const staff = state({ me: null, participants: [], ideas: [whole] });
    expect(over(staff, staffRules, command)).toEqual(staff);
  });

  it("stay as they look until one's own view shows them, which may come after the room's", () => {
    const own = (fields: Partial<State["me"] & object>) => state({ seq: 12, ideas: [idea("i1")], me: { ...state().me!, ...fields } });
    const suggestion = { id: "s1", title: "x", status: "waiting" as const, action: null, created_at: "" };
    const result = { id: "k", ok: true, seq: 11 };
    const seen = (now: State, command: Omit<Command, "id">) => isSeen(now, { command: { id: "k", ...command } as Command, made, result }, participantRules);
    const capture: Omit<Command, "id"> = { name: "idea.capture", args: { idea: "i1", column: "c1", text: "x" } };
    const suggest: Omit<Command, "id"> = { name: "action.suggest", args: { suggestion: "s1", title: "x" } };
    const takeBack: Omit<Command, "id"> = { name: "suggestion.withdraw", args: { suggestion: "s1" } };
    expect([seen(own({}), capture), seen(own({ own: ["i1"] }), capture)]).toEqual([false, true]);
    expect([seen(own({}), suggest), seen(own({ suggestions: [suggestion] }), suggest)]).toEqual([false, true]);
    expect([seen(own({ suggestions: [suggestion] }), takeBack), seen(own({ suggestions: [] }), takeBack)]).toEqual([false, true]);
  });

  it("wait no more for what was taken back at once", () => {
    const result = { id: "k", ok: true, seq: 11 };
    const both: Omit<Command, "id">[] = [
      { name: "idea.capture", args: { idea: "i1", column: "c1", text: "x" } },
      { name: "idea.withdraw", args: { idea: "i1" } },
    ];
    const items = both.map((command) => ({ command: { id: "k", ...command } as Command, made, result }));
    expect(unseen(state({ seq: 12 }), items, participantRules)).toEqual([]);
    const back = { command: { id: "k", name: "idea.restore", args: { idea: "i1" } } as Command, made, result };
    const again = state({ seq: 12, ideas: [idea("i1")], me: { ...state().me!, own: ["i1"] } });
    expect(unseen(again, [...items, back], participantRules)).toEqual([]);
  });

  it("count a vote down from the budget, and count it once", () => {
    const vote = { name: "vote.set" as const, args: { target: "i1", points: 2 } };
    const now = over(state(), participantRules, vote, vote);
    expect(now.me).toMatchObject({ points: { i1: 2 }, points_left: 3 });
  });

  it("lay a vote on the vote it was given in, and on no other", () => {
    const before = state({ workshop: workshop({ vote_activity: "v2" }) });
    const given = (activity: string): Omit<Command, "id">[] => [
      { name: "vote.set", args: { target: "i1", points: 2, activity } },
      { name: "vote.done", args: { done: true, activity } },
    ];
    expect(over(before, participantRules, ...given("v1"))).toEqual(before);
    expect(over(before, participantRules, ...given("v2")).me).toMatchObject({ points: { i1: 2 }, points_left: 3, done: true });
  });

  it("change, take back, comment, and raise a hand", () => {
    const before = state({ ideas: [idea("i1"), idea("i2")] });
    const now = over(
      before,
      participantRules,
      { name: "idea.edit", args: { idea: "i1", text: "Ändrad" } },
      { name: "idea.withdraw", args: { idea: "i2" } },
      { name: "comment.add", args: { comment: "k1", idea: "i1", text: "Ja" } },
      { name: "hand.raise", args: {} },
    );
    expect(now.ideas.map(({ text, comments }) => [text, comments])).toEqual([["Ändrad", 1]]);
    expect(now.comments[0]).toMatchObject({ id: "k1", text: "Ja", idea: "i1" });
    expect(now.me?.hand).toBe(true);
  });

  it("count one's support once, and take it back", () => {
    const before = state({ ideas: [idea("i1", { supports: 2 })] });
    const give = { name: "idea.support" as const, args: { idea: "i1", on: true } };
    const once = over(before, participantRules, give, give);
    expect([once.ideas[0]?.supports, once.me?.supports]).toEqual([3, ["i1"]]);
    const back = over(once, participantRules, { ...give, args: { idea: "i1", on: false } });
    expect([back.ideas[0]?.supports, back.me?.supports]).toEqual([2, []]);
  });

  it("take support back from what was merged as well", () => {
    const me = { ...state().me!, supports: ["i2", "i9"] };
    const before = state({ ideas: [idea("i1", { supports: 2, merged_ids: ["i2"] })], me });
    const again = over(before, participantRules, { name: "idea.support", args: { idea: "i1", on: true } });
    expect(again).toEqual(before);
    const back = over(before, participantRules, { name: "idea.support", args: { idea: "i1", on: false } });
    expect([back.ideas[0]?.supports, back.me?.supports]).toEqual([1, ["i9"]]);
  });

  it("never say that nobody supports what one supports oneself, also between one's own view and the answer behind it", () => {
    const me = { ...state().me!, supports: ["i1"] };
    const give = { name: "idea.support" as const, args: { idea: "i1", on: true } };
    const seen = (supports: number) => over(state({ ideas: [idea("i1", { supports })], me }), participantRules, give).ideas[0]?.supports;
    expect([seen(0), seen(1), seen(4)]).toEqual([1, 1, 4]);
  });

  it("count support until the number that counts it has come, also where one's own view came first", () => {
    const command: Command = { id: "k", name: "idea.support", args: { idea: "i1", on: true } };
    const result: Result = { id: "k", ok: true, seq: 12 };
    const told = { ...state().me!, supports: ["i1"] };
    const count = (seq: number, supports: number) => {
      const now = overlay(state({ seq, ideas: [idea("i1", { supports })], me: told }), [{ command, made, result }], participantRules);
      return now.ideas[0]?.supports;
    };
    expect([count(11, 2), count(12, 3)]).toEqual([3, 3]);
    const ahead = state({ seq: 12, ideas: [idea("i1", { supports: 3 })] });
    expect([ahead, { ...ahead, me: told }].map((now) => isSeen(now, { command, made, result }, participantRules))).toEqual([false, true]);
  });

  it("suggest an action, and show it once", () => {
    const suggest = { name: "action.suggest" as const, args: { suggestion: "s1", title: "Håll en dialogdag" } };
    const now = over(state(), participantRules, suggest, suggest);
    expect(now.me?.suggestions).toEqual([{ id: "s1", title: "Håll en dialogdag", status: "waiting", action: null, created_at: "" }]);
    const told = { ...now.me!.suggestions![0]!, status: "declined" as const };
    const before = state({ me: { ...state().me!, suggestions: [told] } });
    expect(over(before, participantRules, suggest)).toEqual(before);
  });

  it("take back a suggestion", () => {
    const suggestion = { id: "s1", title: "Ring", status: "waiting" as const, action: null, created_at: "" };
    const before = state({ me: { ...state().me!, suggestions: [suggestion, { ...suggestion, id: "s2" }] } });
    const withdraw = { name: "suggestion.withdraw" as const, args: { suggestion: "s1" } };
    expect(over(before, participantRules, withdraw, withdraw).me?.suggestions?.map(({ id }) => id)).toEqual(["s2"]);
  });

  it("ask for the summary and take that back", () => {
    const ask = { name: "summary.request" as const, args: { email: "noor@exempel.se" } };
    expect(over(state(), participantRules, ask).me?.summary).toBe(true);
    expect(over(state(), participantRules, ask, { name: "summary.withdraw", args: { ticket: "t1" } }).me?.summary).toBe(false);
  });

  it("leave the confirmed state as it was", () => {
    const before = state();
    over(before, participantRules, { name: "vote.done", args: { done: true } });
    expect(before).toEqual(state());
  });
});

describe("a command that was taken", () => {
  const command: Command = { id: "k", name: "vote.set", args: { target: "i1", points: 1 } };
  const result: Result = { id: "k", ok: true, seq: 12 };

  it("stays on top until the confirmed state shows it", () => {
    const behind = state({ seq: 11 });
    const there = state({ seq: 12 });
    const told = state({ seq: 12, me: { ...state().me!, points: { i1: 1 } } });
    expect([behind, there, told].map((now) => isSeen(now, { command, made, result }, participantRules))).toEqual([false, false, true]);
  });

  it("is not waited for once a later one about the same thing is seen", () => {
    const set = (points: number) => ({
      command: { id: `k${points}`, name: "vote.set" as const, args: { target: "i1", points } },
      made,
      result: { id: `k${points}`, ok: true, seq: 11 + points },
    });
    const told = state({ seq: 12, me: { ...state().me!, points: { i1: 1 } } });
    expect(unseen(told, [set(0), set(1)], participantRules)).toEqual([]);
    const others = [set(0), { ...set(1), command: { ...set(1).command, args: { target: "i2", points: 1 } } }];
    expect(unseen(told, others, participantRules)).toEqual(others);
  });

  it("is not waited for once another vote has begun", () => {
    const another = state({ seq: 12, workshop: workshop({ vote_activity: "v2" }) });
    const given = (activity: string): Command => ({ ...command, args: { ...command.args, activity } }) as Command;
    const left = (activity: string) => unseen(another, [{ command: given(activity), made, result }], participantRules).length;
    expect([left("v1"), left("v2")]).toEqual([0, 1]);
  });

  it("is not shown any longer when the leader took the comment away, or hid its idea, before it was seen", () => {
    const said: Command = { id: "k", name: "comment.add", args: { comment: "k1", idea: "i1", text: "Ja" } };
    const seen = (now: State) => isSeen(now, { command: said, made, result }, participantRules);
    expect([state({ seq: 11, ideas: [idea("i1")] }), state({ seq: 13, ideas: [idea("i1")] }), state({ seq: 13 })].map(seen)).toEqual([false, true, true]);
  });

  it("is not taken before the server has said so", () => {
    expect(isSeen(state({ seq: 99 }), { command, made }, participantRules)).toBe(false);
  });
});

describe("a facilitator's own commands", () => {
  const before = state({
    me: null,
    participants: [],
    ideas: [idea("i1", { cluster: "g1" }), idea("i2", { status: "pending" })],
    clusters: [cluster("g1")],
    workshop: workshop(),
  });

  it("move an idea out of its group only when told to", () => {
    const moved = over(before, staffRules, { name: "idea.move", args: { idea: "i1", column: "c2" } });
    expect(moved.ideas[0]).toMatchObject({ column: "c2", cluster: "g1" });
    const loose = over(before, staffRules, { name: "idea.move", args: { idea: "i1", cluster: null } });
    expect(loose.ideas[0]).toMatchObject({ column: "c1", cluster: null });
  });

  it("make a group of ideas, name it and take it away", () => {
    const made = over(before, staffRules, { name: "cluster.create", args: { cluster: "g2", title: "Ny", column: "c1", ideas: ["i1", "i2"] } });
    expect(made.ideas.map((one) => one.cluster)).toEqual(["g2", "g2"]);
    const gone = over(made, staffRules, { name: "cluster.rename", args: { cluster: "g2", title: "Namn" } }, { name: "cluster.remove", args: { cluster: "g1" } });
    expect(gone.clusters.map(({ title }) => title)).toEqual(["Namn"]);
  });

  it("take a comment away, and count it off once", () => {
    const comment = { id: "k1", idea: "i1", text: "Ja", author: null, created_at: "" };
    const remove = { name: "comment.remove" as const, args: { comment: "k1" } };
    const now = over({ ...before, ideas: [idea("i1", { comments: 2 })], comments: [comment] }, staffRules, remove, remove);
    expect([now.comments, now.ideas[0]?.comments]).toEqual([[], 1]);
    const whole = idea("i9", { comments: 2, merged: [1], merged_ids: ["i1"] });
    expect(over({ ...before, ideas: [whole], comments: [comment] }, staffRules, remove).ideas[0]?.comments).toBe(1);
  });

  it("take a suggestion up, decline it, and give it back with its action", () => {
    const suggestion = { id: "s1", title: "Ring", status: "waiting" as const, action: null, created_at: "" };
    const asked = { ...before, suggestions: [suggestion, { ...suggestion, id: "s2" }] };
    const standing = (now: State) => now.suggestions?.map(({ status, action }) => [status, action]);
    const create = { name: "action.create" as const, args: { action: "x1", title: "Ring Noor", suggestion: "s1" } };
    const taken = over(asked, staffRules, create, { name: "suggestion.decline", args: { suggestion: "s2" } });
    expect(standing(taken)).toEqual([["taken", "x1"], ["declined", null]]);
    expect(taken.actions).toEqual([expect.not.objectContaining({ suggestion: "s1" })]);
    const back = over(taken, staffRules, { name: "action.remove", args: { action: "x1" } }, { name: "suggestion.restore", args: { suggestion: "s2" } });
    expect(standing(back)).toEqual([["waiting", null], ["waiting", null]]);
  });

  it("show ideas, set the clock, point at one and write an action", () => {
    const now = over(
      before,
      staffRules,
      { name: "idea.show", args: { ideas: ["i2"] } },
      { name: "timer.set", args: { paused_s: 42 } },
      { name: "spotlight.set", args: { idea: "i1" } },
      { name: "action.create", args: { action: "x1", title: "Ring Noor", owner_name: "Samira" } },
      { name: "action.update", args: { action: "x1", due_on: "2026-09-01" } },
    );
    expect(now.ideas[1]?.status).toBe("shown");
    expect(now.workshop).toMatchObject({ timer: { ends_at: null, paused_s: 42 }, spotlight: "i1" });
    expect(now.actions[0]).toMatchObject({ title: "Ring Noor", owner_name: "Samira", due_on: "2026-09-01" });
  });
});
