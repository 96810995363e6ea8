import { describe, expect, it } from "vitest";

import type { Command } from "../protocol/types";
import { Courier } from "./courier";
import { newId } from "./ids";
import type { Entry } from "./store";

function entries(count: number, text = "kort"): Entry[] {
  return Array.from({ length: count }, (_, n) => {
    const command: Command = { id: newId(), name: "idea.capture", args: { idea: newId(), column: null, text } };
    return { n, scope: "me", code: "428617", command, made: 0 };
  });
}

function ids(commands: { id: string }[]): string[] {
  return commands.map(({ id }) => id);
}

describe("a courier", () => {
  it("takes each command once, in order, until the link breaks", () => {
    const courier = new Courier(() => 0);
    const waiting = entries(3);
    const all = ids(waiting.map(({ command }) => command));
    expect(ids(courier.take(waiting))).toEqual(all);
    expect(courier.take(waiting)).toEqual([]);
    courier.grounded();
    expect(ids(courier.take(waiting))).toEqual(all);
  });

  it("holds what is done to an idea, and all after it, until the idea itself is decided", () => {
    const courier = new Courier(() => 0);
    const [one, two] = entries(2);
    const { idea } = one!.command.args as { idea: string };
    const withdraw: Command = { id: newId(), name: "idea.withdraw", args: { idea } };
    const waiting = [one!, { n: 3, scope: "me", code: "428617", command: withdraw, made: 0 }, two!];
    expect(ids(courier.take(waiting))).toEqual([one!.command.id]);
    expect(courier.take(waiting)).toEqual([]);
    courier.landed([one!.command.id]);
    expect(ids(courier.take(waiting.slice(1)))).toEqual([withdraw.id, two!.command.id]);
  });

  it("holds the withdrawal of a suggestion until the suggestion itself is decided", () => {
    const courier = new Courier(() => 0);
    const commands: Command[] = [
      { id: newId(), name: "action.suggest", args: { suggestion: "s1", title: "Ring" } },
      { id: newId(), name: "suggestion.withdraw", args: { suggestion: "s1" } },
    ];
    const waiting = commands.map((command, n) => ({ n, scope: "me", code: "428617", command, made: 0 }));
    expect(ids(courier.take(waiting))).toEqual([commands[0]!.id]);
    courier.landed([commands[0]!.id]);
    expect(ids(courier.take(waiting.slice(1)))).toEqual([commands[1]!.id]);
  });

  it("keeps a frame within sixteen kibibytes", () => {
    const courier = new Courier(() => 0);
    const batch = courier.take(entries(30, "å".repeat(500)));
    expect(batch.length).toBeLessThan(30);
    expect(new TextEncoder().encode(JSON.stringify({ type: "push", commands: batch })).length).toBeLessThan(16 * 1024);
  });

  it("keeps to the rate that the server takes", () => {
    let now = 0;
    const courier = new Courier(() => now);
    const waiting = entries(100);
    let sent = 0;
    for (let batch = courier.take(waiting); batch.length; batch = courier.take(waiting)) sent += batch.length;
    expect(sent).toBe(40);
    now = 1000;
    expect(courier.take(waiting)).toHaveLength(15);
  });

  it("holds what an older visit left until it is known what came of a newer one about the same, which it would undo", () => {
    const courier = new Courier(() => 0, ({ name, args }) => (name === "vote.set" ? args.target : undefined));
    const [before, after] = [1, 2].map((points) => ({ id: newId(), name: "vote.set", args: { target: "t1", points } }) as Command);
    const entry = (n: number, command: Command): Entry => ({ n, scope: "me", code: "428617", command, made: 0 });
    courier.take([entry(9, after!)]);
    const waiting = [entry(3, before!), ...entries(1), entry(9, after!)];
    expect(ids(courier.take(waiting))).toEqual([waiting[1]!.command.id]);
    courier.grounded();
    expect(ids(courier.take(waiting))).toEqual([waiting[1]!.command.id, after!.id]);
    courier.landed([after!.id]);
    expect(ids(courier.take(waiting.slice(0, 1)))).toEqual([before!.id]);
  });
});
