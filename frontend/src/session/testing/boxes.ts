import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, vi } from "vitest";

import type { Command, Result } from "../../protocol/types";
import { newId } from "../ids";
import { Outbox } from "../outbox";
import type { Store } from "../store";
import { Locks } from "./tabs";

const boxes: Outbox[] = [];

/** Gives each test of a file a device of its own, with nothing on it. Its outboxes are closed with the test. */
export function startEmpty(): void {
  beforeEach(() => {
    vi.stubGlobal("navigator", { locks: new Locks() });
    vi.stubGlobal("indexedDB", new IDBFactory());
  });

  afterEach(() => {
    for (const box of boxes.splice(0)) box.close();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

/** One that is closed with the test; `told` gets what was decided. */
export function boxOf(store: Store, scope = "me", { code = "", told = [] as Result[], ...handlers }: BoxOptions = {}): Outbox {
  const decided = (results: Result[]) => void told.push(...results);
  const box = new Outbox(store, scope, { changed: () => {}, decided, settled: () => {}, ...handlers }, code);
  boxes.push(box);
  return box;
}

interface BoxOptions {
  code?: string;
  told?: Result[];
  changed?: () => void;
  leaving?: () => Promise<void>;
}

/** The same, opened. */
export async function openBox(store: Store, scope?: string, options?: BoxOptions): Promise<Outbox> {
  const box = boxOf(store, scope, options);
  await box.open();
  return box;
}

export function capture(text: string): Command {
  return { id: newId(), name: "idea.capture", args: { idea: newId(), column: "c1", text } };
}

export function accepted({ id }: Command): Result {
  return { id, ok: true, seq: 1 };
}

export function refused({ id }: Command): Result {
  return { id, ok: false, code: "closed", detail: "Mötet är avslutat." };
}

export function textsIn(box: Outbox): string[] {
  return box.waiting.map(({ command }) => (command.name === "idea.capture" ? command.args.text : command.name));
}
