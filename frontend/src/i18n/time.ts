import { clockText, type Reading } from "../ui/clock";
import type { CommonKey } from "./common";
import type { Values } from "./i18n.svelte";

type Translate = (key: Extract<CommonKey, `time_${string}`>, values?: Values) => string;

/** A clock in words: whole minutes until the last one, then seconds. */
export function timeInWords(t: Translate, reading: Reading): string {
  switch (reading.kind) {
    case "none":
      return "";
    case "paused":
      return t("time_paused", { time: clockText(reading.seconds) });
    case "late":
      return t("time_late", { time: clockText(reading.seconds) });
    case "running":
      return reading.last
        ? t("time_seconds", { n: reading.seconds })
        : t("time_minutes", { n: Math.round(reading.seconds / 60) });
  }
}
