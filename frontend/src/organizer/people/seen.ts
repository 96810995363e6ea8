import type { I18n } from "../../i18n/i18n.svelte";
import type { Key } from "../i18n/sv";
import type { Member } from "../types";
import { addDays, dayOf, shortDay } from "../when";

/** When somebody was here last, or how their invitation fares. */
export function seen(t: I18n<Key>["t"], i18n: Pick<I18n<Key>, "date" | "time">, member: Member, now: number): string {
  if (member.last_seen) return day(t, i18n, member.last_seen, now);
  if (member.invitation === "failed") return t("invite_failed");
  if (!member.invited_at) return t("seen_never");
  return t("invited", { when: day(t, i18n, member.invited_at, now).toLowerCase() });
}

function day(t: I18n<Key>["t"], i18n: Pick<I18n<Key>, "date" | "time">, iso: string, now: number): string {
  const that = dayOf(Date.parse(iso));
  if (that === dayOf(now)) return t("seen_today");
  return that === addDays(dayOf(now), -1) ? t("seen_yesterday") : shortDay(i18n, iso, now);
}
