import { expect, it } from "vitest";

import { state } from "../../session/testing/samples";
import type { Entry } from "../../session/store";
import type { Phone } from "../phone.svelte";
import { whyRefused } from "./refused";

const detail = "Texten får ha högst 280 tecken.";

function why(refusal: Entry["refusal"], lang: string, muted = false): string {
  const me = { ...state().me!, muted };
  return whyRefused({ t: (key: string) => key, i18n: { lang }, state: state({ me }) } as unknown as Phone, { refusal } as Entry);
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
