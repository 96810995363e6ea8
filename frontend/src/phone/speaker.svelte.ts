import { untrack } from "svelte";

import { currentActivity } from "../session/overlay";
import { readTimer } from "../ui/clock";
import { timeInWords } from "../i18n/time";
import type { Phone } from "./phone.svelte";

const SAID_AT_S = [60, 10];

/** Says politely what happens to this person: sent, shown, offline and back, a new step, time running out. */
export function startSpeaking(phone: Phone): void {
  const say = (text: string) => phone.announcer.say(text);

  let waitingBefore = 0;
  let kindBefore = "live";
  $effect(() => {
    const { link, waiting } = phone.session!;
    const ideas = waiting.filter(({ command }) => command.name === "idea.capture").length;
    untrack(() => {
      const away = link.kind === "offline";
      if (away && (kindBefore !== link.kind || ideas > waitingBefore)) {
        say(ideas ? phone.t("offline_waiting", { n: ideas }) : phone.t("offline_title"));
      } else if (link.kind === "live" && kindBefore === "offline") {
        say(waitingBefore ? phone.t("said_back_sent", { n: waitingBefore }) : phone.t("said_back"));
      }
      kindBefore = link.kind;
      waitingBefore = ideas;
    });
  });

  const shown = new Set(ownInRoom(phone));
  $effect(() => {
    for (const { id, number } of phone.state!.ideas) {
      if (shown.has(id) || !ownInRoom(phone).includes(id)) continue;
      shown.add(id);
      untrack(() => say(phone.t("said_shown", { number })));
    }
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

function ownInRoom(phone: Phone): string[] {
  const { ideas, me } = phone.state!;
  const own = new Set(me?.own);
  return ideas.filter((idea) => idea.room && own.has(idea.id)).map(({ id }) => id);
}
