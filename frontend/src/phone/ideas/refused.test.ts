import { expect, it } from "vitest";

import type { Command } from "../../protocol/types";
import { activity, state } from "../../session/testing/samples";
import type { Entry } from "../../session/store";
import type { Phone } from "../phone.svelte";
import { couldBeTaken, needsAPen, whyRefused } from "./refused";

const detail = "Texten får ha högst 280 tecken.";

function why(refusal: Entry["refusal"], lang: string, muted = false): string {
  const me = { ...state().me!, muted };
  return whyRefused({ i18n: { lang, t: (key: string) => key }, state: state({ me }) } as unknown as Phone, { refusal } as Entry);
}

it("the reason is told as the server did, in its language", () => {
  expect([why({ code: "invalid", detail, lang: "sv" }, "sv"), why({ code: "invalid", detail }, "en")]).toEqual([detail, detail]);
});

it("in another language than that it is told in the phone's own words", () => {
  expect([why({ code: "invalid", detail, lang: "sv" }, "en"), why({ code: "closed", detail: "" }, "sv")]).toEqual(["refused_invalid", "refused_closed"]);
});

it("that one may not write is told while one may not", () => {
  const refusal = { code: "muted", detail: "Du kan läsa men inte skriva just nu.", lang: "sv" };
  expect([why(refusal, "sv", true), why(refusal, "en", true), why(refusal, "sv")]).toEqual([refusal.detail, "refused_muted", ""]);
});

it("what is from before its writer removed all is not offered to be sent again, and what is from after that is", () => {
  const collect = activity("a1", "collect", { started_at: new Date(0).toISOString() });
  const now = state({ activities: [collect] });
  const command: Command = { id: "k", name: "idea.capture", args: { idea: "i1", column: "c1", text: "Fler bänkar" } };
  const offered = (made: number, erased_at: string | null) =>
    couldBeTaken({ n: 1, scope: "me", code: "428617", command, made }, { ...now, workshop: { ...now.workshop, activity: "a1" }, me: { ...now.me!, erased_at } }, 3000);
  const erased = new Date(2000).toISOString();
  expect([offered(1000, erased), offered(2500, erased), offered(1000, null)]).toEqual([false, true, true]);
});

/** A text that was written for a table (0 for none) and refused, on a phone that writes for `held` in a step with six tables. */
function written(table: number, { held = 0, code = "not_allowed", tables = 6 } = {}) {
  const command: Command = { id: "k", name: "idea.capture", args: { idea: "i1", column: "c1", text: "Sagt vid bordet", table } };
  const entry: Entry = { n: 1, scope: "me", code: "428617", command, made: 0, refusal: { code, detail: "" } };
  const collect = activity("a1", "collect", { started_at: new Date(0).toISOString() });
  const settings = { ...collect.settings, tables };
  const now = state({ activities: [{ ...collect, settings }] });
  return needsAPen(entry, { ...now, workshop: { ...now.workshop, activity: "a1" }, me: { ...now.me!, table: held } });
}

it("what was written for a table whose pen is another's can only go as one's own", () => {
  expect([written(4), written(4, { held: 5 }), written(4, { held: 4, tables: 0 })]).toEqual([true, true, true]);
});

it("what the table can still be sent as goes again as that", () => {
  expect([written(4, { held: 4 }), written(4, { code: "not_open" }), written(0)]).toEqual([false, false, false]);
});
