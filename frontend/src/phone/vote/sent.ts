import { refusalSentence } from "../../i18n/refusal";
import type { Command, State } from "../../protocol/types";
import type { Entry } from "../../session/store";
import type { Session } from "../../session/session.svelte";
import type { Phone } from "../phone.svelte";
import { modelOf } from "../targets";
import { sentWords } from "./sent.words";

type VoteCommand = Extract<Command, { name: "vote.set" | "vote.done" }>;
type VoteEntry = Entry & { command: VoteCommand };

export function isVote(entry: Entry): entry is VoteEntry {
  return entry.command.name === "vote.set" || entry.command.name === "vote.done";
}

/** The proposals that commands are about, and whether they say that one is done; null where none does. */
interface Part {
  targets: number;
  done: boolean | null;
}

function partOf(entries: VoteEntry[]): Part {
  const targets = new Set<string>();
  let done: boolean | null = null;
  for (const { command } of entries) {
    if (command.name === "vote.set") targets.add(command.args.target);
    else done = command.args.done;
  }
  return { targets: targets.size, done };
}

function isCounted({ activities }: State, activity: string | null | undefined): boolean {
  return modelOf(activities.find(({ id }) => id === activity) ?? null) === "points";
}

/** What of this vote waits on the phone, in words; empty where all of it has been decided. */
export function unsentParts(phone: Phone, activity: string): string[] {
  const { state, session, t, i18n } = phone;
  const { targets, done } = partOf(session!.waiting.filter(isVote).filter(({ command }) => command.args.activity === activity));
  const vt = i18n.with(sentWords);
  return [
    ...(targets ? [vt(isCounted(state!, activity) ? "part_points" : "part_answers", { n: targets })] : []),
    ...(done === null ? [] : [t(done ? "vote_done" : "vote_undone")]),
  ];
}

/** The rule for what is late, while the vote is on. */
export function lateRule({ i18n, state }: Phone, activity: string): string {
  const { activities, workshop } = state!;
  // A result that is seen while people vote takes nothing late.
  const late = (workshop.totals === "hidden" && activities.find(({ id }) => id === activity)?.settings.late_s) || 0;
  const vt = i18n.with(sentWords);
  if (late === 0) return vt("counts_in_time");
  return late < 60 ? vt("counts_by_s", { n: late }) : vt("counts_by", { n: Math.floor(late / 60) });
}

/** Says what was voted, and of the first that has to wait that it does. To be called before it is sent. */
export function sayVoted(phone: Phone, text: string): void {
  const { link, waiting } = phone.session!;
  const isFirst = link.kind !== "live" && !waiting.some(isVote);
  phone.announcer.say(isFirst ? `${text.replace(/\.?$/, ".")} ${phone.unsent}.` : text);
}

/** Whether it is what counts by now, or a later one about the same is on its way. */
function isOver({ command, made }: VoteEntry, { confirmed, waiting }: Session): boolean {
  const { name, args } = command;
  const isSame = ({ command: other }: VoteEntry) => aboutOf(other) === aboutOf(command);
  if (waiting.filter(isVote).some((entry) => entry.made > made && isSame(entry))) return true;
  const { me, workshop } = confirmed ?? {};
  if (!me || args.activity !== workshop?.vote_activity) return false;
  if (name === "vote.done") return me.done === args.done;
  const told = (points: number | null | undefined) => (isCounted(confirmed!, args.activity) ? points || null : (points ?? null));
  return told(me.points[args.target]) === told(args.points) && (me.effort?.[args.target] ?? null) === (args.effort ?? null);
}

function aboutOf({ name, args }: VoteCommand): string {
  return `${args.activity} ${name === "vote.set" ? args.target : ""}`;
}

/** The votes that the server said no to and that nothing has taken the place of since, by their activity. */
export function lostVotes(session: Session): VoteEntry[][] {
  const lost = session.refused.filter(isVote).filter((entry) => !isOver(entry, session));
  const votes = new Set(lost.map(({ command }) => command.args.activity));
  return [...votes].map((vote) => lost.filter(({ command }) => command.args.activity === vote));
}

/** The votes that the server said no to and that are told of nowhere: they count by now, or a later one stands for them. */
export function overVotes(session: Session): Entry[] {
  return session.refused.filter(isVote).filter((entry) => isOver(entry, session));
}

/** What was lost of one vote, why, and what counts now. */
export function lostSentences({ state, session, i18n }: Phone, lost: VoteEntry[]): { what: string; why: string } {
  const vt = i18n.with(sentWords);
  const activity = lost[0]!.command.args.activity;
  const counted = isCounted(state!, activity);
  const { targets, done } = partOf(lost);
  const what = [
    ...(targets ? [vt(counted ? "lost_points" : "lost_answers", { n: targets })] : []),
    ...(done === null ? [] : [vt(done ? "lost_done" : "lost_undone")]),
  ];
  const reasons = new Set(lost.map((entry) => refusalSentence(i18n, entry)));
  return { what: what.join(" "), why: [...reasons, ...(targets ? [counts()] : [])].join(" ") };

  function counts(): string {
    const { me, workshop } = session!.confirmed!;
    if (!me || activity !== workshop.vote_activity) return vt("left_before");
    const answered = new Set([...Object.keys(me.points), ...Object.keys(me.effort ?? {})]);
    const n = counted ? Object.values(me.points).reduce((sum, points) => sum + points, 0) : answered.size;
    return n ? vt(counted ? "left_points" : "left_answers", { n }) : vt("left_none");
  }
}

/**
 * Sends a vote. What was refused of the same before it is forgotten, once it is sent and once it is taken; its own refusal stays in
 * `lostVotes`.
 */
export async function sendVote(phone: Phone, command: Pick<VoteCommand, "name" | "args">, stored?: () => void): Promise<void> {
  const session = phone.session!;
  const made = session.serverNow();
  const about = aboutOf(command as VoteCommand);
  const forget = () => {
    const before = session.refused.filter(isVote).filter((entry) => entry.made <= made && aboutOf(entry.command) === about);
    for (const entry of before) void session.dismiss(entry);
  };
  forget();
  const outcome = await session.send(command.name, command.args, stored, made);
  if (outcome.ok) forget();
  else if (!outcome.kept && outcome.code !== "dismissed") phone.toasts.show({ text: outcome.detail || phone.t("refused_not_open") });
}
