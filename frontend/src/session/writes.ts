import type { Card, Command, Result } from "../protocol/types";
import { type Caller, call } from "./http";
import { Patience } from "./patience";

const LATE_MS = 15_000;

/** What anybody with the code may see. */
export async function fetchCard(caller: Caller): Promise<Card> {
  const { body } = await new Patience().answer(LATE_MS, (signal) => call<Card>(caller, { path: "", signal }));
  return body!;
}

/** Makes this device a participant; the cookie it sets is how it is known from then on. */
export async function join(caller: Caller, about: { name?: string; language?: string }): Promise<void> {
  await new Patience().answer(LATE_MS, (signal) => call(caller, { path: "join/", body: about, signal }));
}

/** The HTTP twin of a `push` frame. `began` is called when the answer begins to come. */
export async function postCommands(caller: Caller, commands: Command[], signal: AbortSignal, began: () => void): Promise<Result[]> {
  const { body } = await call<{ results: Result[] }>(caller, { path: "commands/", body: { commands }, signal, began });
  return body!.results;
}
