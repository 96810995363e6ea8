import { expect, it } from "vitest";

import type { Command } from "../../protocol/types";
import { MemoryStore } from "../../session/memorystore";
import { forgetVotes } from "./forget_votes";

it("a meeting's refused votes go from the device, and nothing else does", async () => {
  const store = new MemoryStore();
  const keep = async (name: string, args: object, code: string, isRefused: boolean) => {
    const command = { id: `${name} ${code} ${isRefused}`, name, args } as Command;
    await store.add({ scope: "participant:1:2", code, command, made: 0, ...(isRefused && { refusal: { code: "closed", detail: "" } }) });
  };
  await keep("vote.set", { target: "i1", points: 1 }, "428617", true);
  await keep("vote.done", { done: true }, "428617", true);
  await keep("vote.set", { target: "i2", points: 1 }, "428617", false);
  await keep("vote.set", { target: "i3", points: 1 }, "111111", true);
  await keep("idea.capture", { text: "Träd" }, "428617", true);
  await forgetVotes(store, "428617");
  expect(store.held().map(({ command }) => command.id)).toEqual(["vote.set 428617 false", "vote.set 111111 true", "idea.capture 428617 true"]);
});
