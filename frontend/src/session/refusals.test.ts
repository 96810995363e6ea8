import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Command, Result } from "../protocol/types";
import { keepsText, Outbox } from "./outbox";
import { MemoryStore } from "./memorystore";
import { Locks } from "./testing/tabs";

/** Written by the server's own tests: a command, and the ack that refuses it. */
interface Case {
  name: string;
  audience: string;
  command: Command;
  ack: { results: [Result] };
}

const about = { id: "i1", number: 14, column: null, text: "Träd" };

const folder = resolve(import.meta.dirname, "../../../tests/contract/refused");
const cases = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(resolve(folder, file), "utf8")) as Case[]);

beforeEach(() => vi.stubGlobal("navigator", { locks: new Locks() }));
afterEach(() => vi.unstubAllGlobals());

describe("a refusal in the contract", () => {
  it("is there in numbers", () => expect(cases.length).toBeGreaterThan(100));

  it.each(cases.map((one) => [`${one.command.name}: ${one.name}`, one] as const))("%s", async (_, { command, ack }) => {
    const box = new Outbox(new MemoryStore(), "me", { changed: () => {}, decided: () => {}, settled: () => {} });
    await box.open();
    await box.add(command, 0, about);
    await box.settle(ack.results);
    const [{ code, detail }] = ack.results;
    expect(box.waiting).toEqual([]);
    expect(box.refused.map(({ refusal }) => refusal)).toEqual(keepsText({ command, about }, ack.results[0]) ? [{ code, detail }] : []);
    box.close();
  });
});
