import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { commonEn, commonSv, refusalKey } from "./common";
import { I18n } from "./i18n.svelte";

const sv = { ideas: "{n} idé|{n} idéer", hello: "Hej {name}" };
const en = { ideas: "{n} idea|{n} ideas", hello: "Hello {name}" };

const listeners: ((event: { key: string; newValue: string }) => void)[] = [];

beforeEach(() => {
  vi.stubGlobal("addEventListener", (_: string, listener: (typeof listeners)[number]) => listeners.push(listener));
  vi.stubGlobal("document", { documentElement: { lang: "" } });
  vi.stubGlobal("location", { href: "http://test/j/428617?lang=sv", search: "?lang=sv" });
  vi.stubGlobal("history", { state: null, replaceState: vi.fn() });
  vi.stubGlobal("localStorage", { setItem: () => {} });
});

afterEach(() => vi.unstubAllGlobals());

describe("sentences", () => {
  it("fill in names and choose the form for the number", () => {
    const { t } = new I18n({ sv, en }, "sv");
    expect([t("ideas", { n: 1 }), t("ideas", { n: 2 }), t("ideas", { n: 0 })]).toEqual(["1 idé", "2 idéer", "0 idéer"]);
    expect(t("hello", { name: "Noor" })).toBe("Hej Noor");
  });

  it("change language without a reload, also to one that has to be fetched", async () => {
    const i18n = new I18n({ sv, en: () => Promise.resolve(en) }, "sv");
    await i18n.choose("en");
    expect(i18n.t("ideas", { n: 2 })).toBe("2 ideas");
    expect(document.documentElement.lang).toBe("en");
    expect(String(vi.mocked(history.replaceState).mock.calls[0]![2])).toBe("http://test/j/428617");
  });

  it("follow another tab of the same device", async () => {
    const i18n = new I18n({ sv, en: () => Promise.resolve(en) }, "sv");
    listeners.at(-1)!({ key: "language", newValue: "en" });
    await vi.waitFor(() => expect(i18n.t("hello", { name: "Noor" })).toBe("Hello Noor"));
  });

  it("that a part brings along follow the page", async () => {
    const i18n = new I18n({ sv, en }, "sv");
    const t = i18n.with({ sv: { table: "Bord {n}" }, en: { table: "Table {n}" } });
    expect(t("table", { n: 4 })).toBe("Bord 4");
    await i18n.choose("en");
    expect(t("table", { n: 4 })).toBe("Table 4");
  });

  it("stay in their language when the other cannot be fetched", async () => {
    const i18n = new I18n({ sv, en: () => Promise.reject(new Error("offline")) }, "sv");
    await i18n.choose("en");
    expect([i18n.lang, i18n.t("hello", { name: "Noor" })]).toEqual(["sv", "Hej Noor"]);
  });

  it("write the time as each language does", () => {
    const noon = new Date(2026, 5, 23, 14, 3).toISOString();
    expect(new I18n({ sv, en }, "sv").time(noon)).toBe("14.03");
    expect(new I18n({ sv, en }, "en").time(noon)).toBe("14:03");
  });

  it("have an answer for every code, known or not", () => {
    expect(commonSv[refusalKey("muted")]).toBe("Mötesledaren har pausat texter från din telefon.");
    expect(commonEn[refusalKey("of_tomorrow")]).toBe(commonEn.refused_invalid);
  });
});
