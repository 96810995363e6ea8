import { describe, expect, it } from "vitest";

import { overlay } from "../session/overlay";
import { participantRules } from "../session/overlay_participant";
import { activity, cluster, idea, state, workshop } from "../session/testing/samples";
import { codeDigits, isWhole, spaced } from "./code";
import { anywayUntil, inputOf, latestCollect, takerOf } from "./deadline";
import { resultOf } from "./done/fate";
import { stillTakes } from "./ideas/taken";
import { writtenAt } from "./ideas/written";
import { lateUntil, takingComments } from "./late";
import { currentLimits } from "./limits";
import { countGraphemes, measure, tidy } from "./length";
import { ownIdeas, ownNumbers, ownOf, roomIdeas } from "./mine";
import { shuffledFor } from "./shuffle";
import { ranked, targetsOf } from "./targets";

const now = Date.parse("2026-06-23T11:00:00Z");
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();

describe("a join code", () => {
  it.each([
    ["428 617", "428617"],
    ["428617", "428617"],
    ["https://mote.example/j/428617?lang=en", "428617"],
    ["kod: 428-617.", "428617"],
    ["428 6", "4286"],
    ["4286171", "428617"],
  ])("is found in %s", (typed, digits) => {
    expect(codeDigits(typed)).toBe(digits);
  });

  it("is whole at six digits and written in two parts", () => {
    expect([isWhole("428617"), isWhole("42861"), spaced("428617"), spaced("428")]).toEqual([true, false, "428 617", "428"]);
    expect(spaced("abcdef")).toBe("abcdef");
  });
});

describe("the length of a text", () => {
  it("is counted as people count", () => {
    expect(countGraphemes("åäö")).toBe(3);
    expect(countGraphemes("a\u030a")).toBe(1);
    expect(countGraphemes("👨‍👩‍👧")).toBe(1);
  });

  it("fits to the last character, and says by how much it does not", () => {
    expect(measure("x".repeat(280), 280)).toEqual({ kind: "fits", left: 0 });
    expect(measure("x".repeat(283), 280)).toEqual({ kind: "over", by: 3 });
    expect(measure("  \n ", 280)).toEqual({ kind: "empty" });
  });

  it("says when the server counts more than people do", () => {
    expect(measure("👨‍👩‍👧".repeat(100), 280)).toEqual({ kind: "over_server", by: 220 });
  });

  it("sends no characters that would be refused", () => {
    expect(tidy(" a\u0000b\ud800c\u202ed\r\ne ")).toBe("abcd\ne");
    expect(tidy("A\u030a")).toBe("Å");
    expect(tidy("hej 👋")).toBe("hej 👋");
  });
});

describe("an order of one's own", () => {
  const items = Array.from({ length: 8 }, (_, n) => ({ id: `i${n}` }));

  it("is the same each time, another for each person, and loses nobody", () => {
    const ana = shuffledFor("ana", items);
    expect(shuffledFor("ana", [...items].reverse())).toEqual(ana);
    expect(shuffledFor("ben", items)).not.toEqual(ana);
    expect([...ana].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(items);
  });

  it("lets a new one in without moving the others", () => {
    const before = shuffledFor("ana", items);
    const after = shuffledFor("ana", [...items, { id: "new" }]);
    expect(after.filter(({ id }) => id !== "new")).toEqual(before);
  });

  it("puts everything first for somebody", () => {
    const first = new Set(Array.from({ length: 200 }, (_, n) => shuffledFor(`person ${n}`, items)[0]!.id));
    expect(first.size).toBe(items.length);
  });
});

describe("whether a step takes input", () => {
  const collect = activity("a1", "collect");

  it("is open until its time is out, then late for the grace, then closed", () => {
    const timed = workshop({ timer: { ends_at: at(10), paused_s: null } });
    expect(inputOf(collect, timed, now)).toEqual({ open: true, until: now + 10_000 });
    expect(inputOf(collect, timed, now + 12_000)).toMatchObject({ open: false, late: true, until: now + 15_000 });
    expect(inputOf(collect, timed, now + 15_000)).toMatchObject({ open: false, late: false });
  });

  it("is late for the grace after another step was started", () => {
    const moved = workshop({ activity: "a2" });
    const closed = activity("a1", "collect", { started_at: at(-60), closed_at: at(0) });
    expect(inputOf(closed, moved, now + 4_000)).toMatchObject({ open: false, late: true });
    expect(inputOf(closed, moved, now + 6_000)).toMatchObject({ open: false, late: false });
  });

  it("is not open again, once its clock had run out, because another step was started later", () => {
    const closed = activity("a1", "collect", { started_at: at(-60), clock_ended_at: at(-20), closed_at: at(0) });
    expect(inputOf(closed, workshop({ activity: "a2" }), now + 1_000)).toEqual({ open: false, late: false, until: now - 15_000 });
  });

  it("lets a text that was begun in time be sent for a minute after the end, where the server takes it", () => {
    const closed = activity("a1", "collect", { started_at: at(-60), closed_at: at(0) });
    const until = (late_s: number) => {
      const one = { ...closed, settings: { ...closed.settings, late_s } };
      return anywayUntil(one, inputOf(one, workshop({ activity: "a2" }), now + 6_000));
    };
    expect([until(300), until(20), until(0)]).toEqual([now + 60_000, now + 25_000, now + 5_000]);
  });

  it("takes what was made in time for as long after its end as the step says", () => {
    const moved = workshop({ activity: "a2" });
    const closed = activity("a1", "collect", { started_at: at(-60), closed_at: at(0) });
    expect(lateUntil(closed, moved, now + 4_000)).toBeNull();
    expect(lateUntil(closed, moved, now + 6_000)).toBe(now + 305_000);
    expect(lateUntil(closed, moved, now + 306_000)).toBeNull();
    expect(lateUntil(closed, workshop({ activity: "a2", status: "closed" }), now + 6_000)).toBeNull();
    const vote = activity("a1", "vote", { started_at: at(-60), closed_at: at(0) });
    expect(lateUntil(vote, workshop({ activity: "a2", vote_activity: "a1", totals: "shown" }), now + 6_000)).toBeNull();
    expect(lateUntil(vote, workshop({ activity: "a2", vote_activity: "a1" }), now + 6_000)).toBe(now + 305_000);
  });

  it("knows what the server would still take: all until the grace is over, then what was made in time", () => {
    const moved = workshop({ activity: "a2" });
    const closed = activity("a1", "collect", { started_at: at(-60), closed_at: at(0) });
    const takes = (made: number, seconds: number) => stillTakes(closed, moved, now + made * 1000, now + seconds * 1000);
    expect([takes(3, 4), takes(-1, 6), takes(6, 6), takes(-1, 306)]).toEqual([true, true, false, false]);
    expect(stillTakes(activity("a1", "collect"), workshop(), now, now)).toBe(true);
    expect(stillTakes(activity("a1", "collect"), workshop({ status: "closed" }), now, now)).toBe(false);
  });

  it("knows which step a text being written belongs to: the one that is on, else the last that ended, also after going back", () => {
    const longer = { ...activity("x", "collect").settings, max_chars: 500, comments: true };
    const steps = [
      activity("a1", "collect", { position: 1, started_at: at(-90), closed_at: at(-20), settings: longer }),
      activity("a2", "collect", { position: 2, started_at: at(-60), closed_at: at(-40) }),
      activity("a3", "collect", { position: 3 }),
    ];
    const whileOn = (id: string) => latestCollect(steps, workshop({ activity: id }))?.id;
    expect([whileOn("x"), whileOn("a1"), whileOn("a2"), whileOn("a3")]).toEqual(["a1", "a1", "a2", "a3"]);
    expect(currentLimits(state({ activities: steps, workshop: workshop({ activity: "a1" }) })).maxChars).toBe(500);
    expect(takingComments(steps, workshop({ activity: "a2" }))?.id).toBe("a1");
    expect(latestCollect([steps[2]!], workshop({ activity: "x" }))).toBeNull();
  });
});

describe("ideas that are taken while a grouping is on, too", () => {
  const settings = { ...activity("x", "collect").settings, while_grouping: true };
  const collect = activity("a1", "collect", { started_at: at(-90), closed_at: at(-60), settings });
  const group = activity("a2", "group", { started_at: at(-60) });
  const vote = activity("a3", "vote");
  const taker = (on: string, groupNow = group, collectNow = collect) =>
    takerOf(collectNow, [collectNow, groupNow, vote], workshop({ activity: on })).id;

  it("go by the input of the grouping that is on, or was last", () => {
    expect(taker("a2")).toBe("a2");
    expect(taker("a3", { ...group, closed_at: at(-10) })).toBe("a2");
  });

  it("are written no later than that input's end, which may be long after their own step's", () => {
    const written = (collectNow: typeof collect, groupNow: typeof group, on: string) =>
      (writtenAt(collectNow, state({ activities: [collectNow, groupNow, vote], workshop: workshop({ activity: on }) }), now) - now) / 1000;
    const ended = { ...group, closed_at: at(-10) };
    expect(written(collect, ended, "a3")).toBe(-10 + settings.grace_s);
    expect(written({ ...collect, settings: { ...settings, while_grouping: false } }, ended, "a3")).toBe(-60 + settings.grace_s);
    expect(written(collect, group, "a2")).toBe(0);
  });

  it("go by their own step while it is on, before the grouping, and where it says no", () => {
    expect(taker("a1")).toBe("a1");
    expect(taker("a3", { ...group, started_at: null })).toBe("a1");
    expect(taker("a2", { ...group, started_at: at(-80) })).toBe("a1");
    expect(taker("a2", group, { ...collect, settings: { ...settings, while_grouping: false } })).toBe("a1");
  });
});

describe("my own ideas", () => {
  it("come latest first, with what has become of each", () => {
    const later = (n: number) => at(n);
    const before = state({
      clusters: [cluster("g1")],
      ideas: [
        idea("i1", { created_at: later(1), cluster: "g1" }),
        idea("i2", { created_at: later(2) }),
        idea("i3", { created_at: later(3), room: false }),
        idea("other"),
      ],
      me: {
        ...state().me!,
        own: ["i1", "i2", "i3", "i4", "i5"],
        ideas: [idea("i4", { created_at: later(4), status: "pending" }), idea("i5", { created_at: later(5), status: "hidden", reason: "Numret" })],
      },
    });
    const mine = ownIdeas(before, []);
    expect(mine.map(({ idea: { id }, fate: { kind } }) => [id, kind])).toEqual([
      ["i5", "hidden"],
      ["i4", "review"],
      ["i3", "received"],
      ["i2", "room"],
      ["i1", "grouped"],
    ]);
  });

  it("stand with their own number and words once they are merged into another", () => {
    const whole = idea("other", { number: 9, merged: [4, 5], merged_ids: ["i1", "i2"], merged_texts: ["Min text", "Någon annans"] });
    const before = state({ ideas: [whole], me: { ...state().me!, own: ["i1"] } });
    const mine = ownIdeas(before, []);
    expect(mine.map(({ idea: { id, number, text }, fate }) => [id, number, text, fate])).toEqual([["i1", 4, "Min text", { kind: "merged", number: 9 }]]);
    expect(ownNumbers(whole, new Set(["i1", "other"]))).toEqual([9, 4]);
  });

  it("stand once where one was merged before its phone had the answer", () => {
    const whole = idea("other", { number: 9, merged: [4], merged_ids: ["i1"], merged_texts: ["Min text"] });
    const command = { id: "k", name: "idea.capture" as const, args: { idea: "i1", column: null, text: "Min text" } };
    const waiting = { n: 1, scope: "me", code: "428617", command, made: now };
    const laid = overlay(state({ ideas: [whole] }), [waiting], participantRules);
    const ahead = { ...laid, me: { ...laid.me!, ideas: [idea("i1")] } };
    const fates = [laid, ahead].map((one) => ownIdeas(one, [waiting]).map(({ idea: { id }, fate: { kind } }) => [id, kind]));
    expect(fates).toEqual([[["i1", "merged"]], [["i1", "merged"]]]);
  });

  it("are of a table or not, and stand with either once they are part of another, which may be of another table", () => {
    const whole = idea("other", { table: 2, merged: [4], merged_ids: ["i1"], merged_texts: ["Min text"] });
    const ideas = [whole, idea("i2", { table: 2 }), idea("i3", { table: null })];
    const all = ownIdeas(state({ ideas, me: { ...state().me!, own: ["i1", "i2", "i3"] } }), []);
    const shown = [0, 2, 3].map((table) => ownOf(table, all).map(({ idea: { id } }) => id).sort());
    expect(shown).toEqual([["i1", "i2", "i3"], ["i1", "i2"], ["i1"]]);
    expect(all.find(({ idea: { id } }) => id === "i1")?.idea.table).toBeNull();
  });

  it("say that they wait while they are on the phone", () => {
    const before = state({ me: { ...state().me!, own: ["i1"], ideas: [idea("i1", { number: 0 })] } });
    const command = { id: "k", name: "idea.capture" as const, args: { idea: "i1", column: null, text: "x" } };
    expect(ownIdeas(before, [{ n: 1, scope: "me", code: "428617", command, made: now }])[0]?.fate).toEqual({ kind: "waiting" });
  });

  it("are told apart from what the room may see", () => {
    const before = state({ ideas: [idea("i1", { number: 1 }), idea("i2", { number: 2 }), idea("i3", { room: false })] });
    expect(roomIdeas(before).map(({ id }) => id)).toEqual(["i2", "i1"]);
  });
});

describe("what came out of it", () => {
  const before = state({
    clusters: [cluster("g1", { title: "B", points: 7 }), cluster("g2", { title: "A", points: 7 }), cluster("g3", { points: 2 }), cluster("g4", { points: 0 })],
    ideas: [idea("i1", { number: 33, cluster: "g1" }), idea("i2", { number: 2, cluster: "g3", merged: [6] }), idea("i3", { cluster: "g2" }), idea("i4", { cluster: "g4" })],
    activities: [activity("a2", "vote", { settings: { ...activity("x", "vote").settings, target: "clusters" } })],
    workshop: workshop({ status: "closed", totals: "shown", vote_activity: "a2" }),
    me: { ...state().me!, own: ["i1"] },
  });

  it("gives equal points the same rank, in the order of the alphabet, and leaves out what got none", () => {
    const order = ranked(targetsOf(before, before.activities[0]!), before.activities[0]!).map(({ title, rank }) => [title, rank]);
    expect(order).toEqual([["A", 1], ["B", 1], ["Title of g3", 3]]);
  });

  it("sorts cards by how the room agrees, so that what most passed over comes last", () => {
    const said = (id: string, yes: number, no: number, passed = 0) => cluster(id, { title: id, points: yes - no, answers: { for: yes, against: no, passed } });
    const clusters = [said("g1", 0, 0, 6), said("g2", 3, 3), said("g3", 0, 6), said("g4", 6, 0)];
    const vote = { ...before.activities[0]!, settings: { ...before.activities[0]!.settings, model: "agree" as const } };
    expect(ranked(targetsOf({ ...before, clusters }, vote), vote).map(({ title }) => title)).toEqual(["g4", "g2", "g3", "g1"]);
  });

  it("leaves out a group in which the room sees no idea any more", () => {
    const moved = { ...before, ideas: before.ideas.map((one) => ({ ...one, cluster: one.cluster === "g2" ? null : one.cluster })) };
    expect(resultOf(moved).top.map(({ title }) => title)).toEqual(["B", "Title of g3"]);
  });

  it("tells what became of my own ideas", () => {
    expect(resultOf(before)).toMatchObject({ votes: 16, ideas: 5, won: [{ number: 33, rank: 1 }], own: 1 });
  });

  it("counts only those of my ideas that the summary holds", () => {
    const ideas = before.ideas.map((one) => ({ ...one, status: "hidden" as const }));
    expect(resultOf({ ...before, ideas }).own).toBe(0);
  });

  it("tells how many took part once that is settled", () => {
    expect(resultOf(before).people).toBe(0);
    expect(resultOf({ ...before, workshop: { ...before.workshop, took_part: 46 } }).people).toBe(46);
  });

  it("says nothing of votes while they are hidden", () => {
    const hidden = { ...before, workshop: { ...before.workshop, totals: "hidden" as const } };
    expect(resultOf(hidden)).toMatchObject({ votes: 0, top: [], won: [] });
  });
});
