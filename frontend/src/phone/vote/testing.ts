import { fill, type Messages } from "../../i18n/i18n.svelte";
import type { Activity, Me } from "../../protocol/types";
import type { SessionOptions } from "../../session/session.svelte";
import { openSession, server } from "../../session/testing/meeting";
import { idea, state, workshop } from "../../session/testing/samples";
import type { Toast } from "../../ui/toasts.svelte";
import type { Phone } from "../phone.svelte";
import { type Target, targetsOf } from "../targets";

type Part = { sv: Messages<string> };

export interface Voting {
  phone: Phone;
  /** The keys of what was read aloud. */
  said: string[];
  toasts: string[];
  targets: () => Target[];
}

/** A phone in a vote on three ideas, as far as voting needs it; `me` is what its owner has answered before. */
export async function openVote(vote: Activity, me: Partial<Me>, options: Partial<SessionOptions> = {}): Promise<Voting> {
  server.state = state({
    seq: 0,
    activities: [vote],
    ideas: [idea("i1"), idea("i2"), idea("i3")],
    workshop: workshop({ activity: vote.id, vote_activity: vote.id }),
    me: { ...state().me!, ...me },
  });
  const session = await openSession(options);
  const said: string[] = [];
  const toasts: string[] = [];
  const phone = {
    session,
    get state() {
      return session.state;
    },
    t: (key: string) => key,
    i18n: { lang: "sv", with: ({ sv }: Part) => (key: string, values = {}) => fill("sv", sv[key]!, values) },
    get unsent() {
      return "unsent";
    },
    announcer: { say: (text: string) => void said.push(text) },
    toasts: { show: ({ text }: Toast) => void toasts.push(text) },
  } as unknown as Phone;
  return { phone, said, toasts, targets: () => targetsOf(session.state!, vote) };
}
