import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Command } from "../protocol/types";
import { openStore } from "../session/store";
import { Device } from "../session/testing/device";
import { FakeServer } from "../session/testing/server";
import { Board } from "./board.svelte";
import { cluster, idea, stateWith } from "./fixtures";
import type { Order } from "./types";

const ANA = { id: "ana", name: "Ana" };
let server: FakeServer;
const boards: Board[] = [];

beforeEach(async () => {
  server = new FakeServer();
  const { me } = server.state;
  server.state = { ...stateWith({ ideas: [idea(1), idea(2)], clusters: [cluster("g1")], me }), seq: 0 };
  server.install();
  new Device().install();
  Object.assign(document, { documentElement: {} });
  // A file of its own, which the test's time would not wait for.
  await openStore();
});

afterEach(() => {
  for (const board of boards.splice(0)) board.session.stop();
  vi.unstubAllGlobals();
});

async function open(user = ANA): Promise<Board> {
  const { id, code } = server.state.workshop;
  const board = new Board({ workshop: id, code, user, language: "sv" });
  boards.push(board);
  void board.session.start();
  await board.session.ready;
  await vi.waitFor(() => expect(board.session.link.kind).toBe("live"));
  return board;
}

function put(n: number, into: string | null = "g1"): Order {
  return { name: "idea.move", args: { idea: `i${n}`, cluster: into } };
}

/** The server says no to what is done to this idea. */
function refuse(id: string): void {
  const decide = server.decide.bind(server);
  vi.spyOn(server, "decide").mockImplementation((command, by) =>
    "idea" in command.args && command.args.idea === id ? { id: command.id, ok: false, code: "not_found", detail: "Idén finns inte." } : decide(command, by),
  );
}

test("a step that was refused is not there to be undone, and the one before it is", async () => {
  const board = await open();
  await board.carryOut([put(1)], "1 flyttad");
  refuse("i2");
  expect(await board.carryOut([put(2)], "2 flyttad")).toBe(false);
  expect(board.undos.pop()?.text).toBe("1 flyttad");
});

test("of a step that was refused in part, what was taken is undone", async () => {
  const board = await open();
  refuse("i2");
  await board.carryOut([put(1), put(2)], "flyttade");
  expect(board.undos.pop()?.back).toEqual([{ name: "idea.move", args: expect.objectContaining({ idea: "i1", cluster: null }) }]);
});

test("what waited under a leader's name is sent, and is not there twice", async () => {
  const store = await openStore();
  const { id, code } = server.state.workshop;
  const left: Command = { id: "c1", name: "idea.edit", args: { idea: "i1", text: "ändrad förut" } };
  await store.add({ scope: `staff Ana ${id}`, code, command: left, made: 0 });
  await store.add({ scope: `staff  ${id}`, code, command: { ...left, id: "c2" }, made: 0 });
  const board = await open();
  await vi.waitFor(() => expect(server.heardCommands.map((command) => command.id)).toEqual(["c1"]));
  await vi.waitFor(async () => expect(await store.all(`staff ana ${id}`)).toEqual([]));
  expect([await store.all(`staff Ana ${id}`), board.session.waiting]).toEqual([[], []]);
  expect((await store.ofCode(code)).map(({ command }) => command.id)).toEqual(["c2"]);
});

test("whoever has no name gets nothing of what others without one had", async () => {
  const store = await openStore();
  const { id, code } = server.state.workshop;
  await store.add({ scope: `staff  ${id}`, code, command: { id: "c3", name: "idea.edit", args: { idea: "i1", text: "någons" } }, made: 0 });
  const board = await open({ id: "eva", name: "" });
  expect([board.session.waiting, server.heardCommands]).toEqual([[], []]);
});

test("what was done on this device alone is taken back by the key too, after what says so has gone", async () => {
  const board = await open();
  const back: string[] = [];
  board.did("14 och 21 hålls isär", () => back.push("isär"));
  expect(board.toasts.current?.action?.label).toBe(board.t("undo"));
  board.toasts.dismiss();
  board.undo();
  expect([back, board.toasts.current?.text]).toEqual([["isär"], board.t("undone", { what: "14 och 21 hålls isär" })]);
  board.undo();
  expect([back, board.toasts.current?.text]).toEqual([["isär"], board.t("undo_none")]);
});
