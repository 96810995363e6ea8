import type { Activity, Me } from "../../protocol/types";
import { openSession, server } from "../../session/testing/meeting";
import { idea, state, workshop } from "../../session/testing/samples";
import type { Phone } from "../phone.svelte";
import { type Target, targetsOf } from "../targets";

export interface Voting {
  phone: Phone;
  /** The keys of what was read aloud. */
  said: string[];
  targets: () => Target[];
}

/** A phone in a vote on three ideas, as far as voting needs it; `me` is what its owner has answered before. */
export async function openVote(vote: Activity, me: Partial<Me>): Promise<Voting> {
  server.state = state({
    seq: 0,
    activities: [vote],
    ideas: [idea("i1"), idea("i2"), idea("i3")],
    workshop: workshop({ activity: vote.id, vote_activity: vote.id }),
    me: { ...state().me!, ...me },
  });
  const session = await openSession();
  const said: string[] = [];
  const phone = {
    session,
    get state() {
      return session.state;
    },
    t: (key: string) => key,
    announcer: { say: (text: string) => void said.push(text) },
    toasts: { show: () => {} },
  } as unknown as Phone;
  return { phone, said, targets: () => targetsOf(session.state!, vote) };
}
