import { Refused } from "../../session/http";
import { api } from "../api";
import { mayPrepare } from "../organizer.svelte";
import { SetupDraft } from "./draft.svelte";
import type { Kept } from "./kept";

/** Reads a set-up and lays on it what is unsaved of it here; that is forgotten where it cannot be saved any more. Throws Refused or Unreachable. */
export async function openDraft(id: string, kept: Kept, calls: Pick<typeof api, "setup" | "change"> = api): Promise<SetupDraft> {
  const setup = await calls.setup(id).catch((error: unknown) => {
    if (error instanceof Refused && [403, 404].includes(error.status)) kept.forget();
    throw error;
  });
  const isMine = mayPrepare(setup.role) && setup.status !== "closed";
  if (!isMine) kept.forget();
  return new SetupDraft(setup, calls, isMine ? kept : null);
}
