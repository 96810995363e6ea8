import { untrack } from "svelte";

import { currentActivity } from "../session/overlay";
import { readTimer } from "../ui/clock";
import { timeInWords } from "../i18n/time";
import type { Idea } from "../protocol/types";
import type { Session } from "../session/session.svelte";
import { BackNews } from "./backnews";
import { restoresIn } from "./ideas/withdraw";
import { LinkNews } from "./linknews";
import { ownIdeas } from "./mine";
import type { Phone } from "./phone.svelte";
import { lostSentences, lostVotes } from "./vote/sent";

const SAID_AT_S = [60, 10];

/** Says politely what happens to this person: sent, shown, offline and back, a new step, time running out. */
export function startSpeaking(phone: Phone): void {
  const say = (text: string) => phone.announcer.say(text);

  const news = new LinkNews();
  $effect(() => {
    const { link, waiting } = phone.session!;
    const said = news.next(link.kind, waiting.filter(({ command }) => command.name === "idea.capture").length);
    if (said) untrack(() => say(phone.t(said[0], { n: said[1] })));
  });

  let hitchBefore: Session["hitch"] = null;
  $effect(() => {
    const { hitch } = phone.session!;
    const isNew = hitch !== hitchBefore;
    hitchBefore = hitch;
    if (hitch && isNew) untrack(() => say(`${phone.t(hitch)} ${phone.t(`${hitch}_lead`)}`));
  });

  const shown = new Set(ownInRoom(phone).map(({ id }) => id));
  $effect(() => {
    for (const { id, number } of ownInRoom(phone)) {
      if (shown.has(id)) continue;
      shown.add(id);
      untrack(() => say(phone.t("said_shown", { number })));
    }
  });

  const back = new BackNews();
  $effect(() => {
    const { waiting } = phone.session!;
    const own = () => new Set(ownIdeas(phone.state!, waiting).map(({ idea }) => idea.id));
    if (back.next([...restoresIn(waiting).keys()], own)) untrack(() => say(phone.t("idea_back")));
  });

  const lostBefore = new Set(lostVotes(phone.session!).flat().map(({ n }) => n));
  $effect(() => {
    const fresh = lostVotes(phone.session!).map((one) => one.filter(({ n }) => !lostBefore.has(n))).filter((one) => one.length);
    for (const { n } of fresh.flat()) lostBefore.add(n);
    const said = untrack(() => fresh.map((one) => lostSentences(phone, one)));
    if (said.length) untrack(() => say(said.map(({ what, why }) => `${what} ${why}`).join(" ")));
  });

  let activityBefore = phone.state!.workshop.activity;
  $effect(() => {
    const activity = phone.state && currentActivity(phone.state);
    if (!activity || activity.id === activityBefore) return;
    activityBefore = activity.id;
    untrack(() => {
      scrollTo(0, 0);
      say(phone.t("said_step", { step: phone.t(`step_${activity.kind}`) }));
    });
  });

  let tableBefore = phone.state!.me?.table ?? 0;
  $effect(() => {
    const table = phone.state?.me?.table ?? 0;
    if (table === tableBefore) return;
    const [text, before] = [table ? phone.t("said_table", { n: table }) : phone.t("said_no_table", { n: tableBefore }), tableBefore];
    tableBefore = table;
    untrack(() => {
      // What one did oneself is told where it was done, also that it waits.
      if (!table && phone.session?.waiting.some(({ command }) => /^table.(pass|leave)/.test(command.name))) return;
      say(text);
      // Somebody else took the pen, or the leader did: that is to be seen as well.
      const isPassed = phone.state?.workshop.tables.some(({ number, pen }) => number === before && pen === "offered");
      if (!table && !isPassed && !phone.session?.waiting.length) phone.toasts.show({ text });
    });
  });

  let secondsBefore = Infinity;
  $effect(() => {
    const state = phone.state!;
    const reading = readTimer(state.workshop.timer, phone.ticker.time);
    if (reading.kind !== "running") {
      secondsBefore = Infinity;
      return;
    }
    const half = ((currentActivity(state)?.minutes ?? 0) * 60) / 2;
    const passed = (at: number) => secondsBefore > at && reading.seconds <= at && secondsBefore !== Infinity;
    if (SAID_AT_S.some(passed)) untrack(() => say(timeInWords(phone.t, reading)));
    else if (half > 60 && passed(half)) untrack(() => say(phone.t("said_half")));
    secondsBefore = reading.seconds;
  });
}

function ownInRoom(phone: Phone): Idea[] {
  const { ideas, me } = phone.state!;
  const own = new Set(me?.own);
  return ideas.filter((idea) => idea.room && own.has(idea.id));
}
