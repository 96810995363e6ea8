import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Unreachable } from "../../session/http";
import { Conflict, FieldRefused } from "../api";
import { pick, type PlanKey } from "../plan";
import type { Plan, Setup } from "../types";
import { SetupDraft } from "./draft.svelte";
import type { Unsaved } from "./kept";

function setup(fields: Partial<Setup> = {}): Setup {
  return {
    id: "w", version: "1", arena: "a", arena_name: "Arenan", role: "organizer", status: "draft", code: "428617", join_url: "",
    keep_months: 24, mail_before_removal: true, removed_on: null, told: { operator: "", contact: "", text: "", text_language: "sv", text_sv: "", text_en: "", keep_months: 24 },
    title: "Omställning", purpose: "", place: "", case_number: "", language: "sv", starts_at: null, minutes: 60, partners: [], recipients: [],
    columns: [], activities: [], joined: false, missing: [], ...fields,
  };
}

/** A server that takes changes like ours: it trims, counts versions and tells a conflict. Deaf it never answers; cut it answers to nobody. */
function server(first: Setup) {
  const kept = { now: first, refuse: null as unknown, isDeaf: false, isCut: false, calls: [] as (Partial<Plan> & { version: string })[] };
  const change = async (_id: string, body: Partial<Plan> & { version: string }): Promise<Setup> => {
    kept.calls.push(body);
    if (kept.refuse) throw kept.refuse;
    const { version, ...fields } = body;
    if (version !== kept.now.version) throw new Conflict(kept.now);
    kept.now = { ...kept.now, ...(fields as Partial<Setup>), version: String(Number(version) + 1) };
    kept.now.title = kept.now.title.trim();
    if (kept.isDeaf) await new Promise(() => {});
    if (kept.isCut) throw new Unreachable(false);
    return kept.now;
  };
  return { kept, calls: { change, setup: async () => kept.now } };
}

function begin() {
  const { kept, calls } = server(setup());
  return { kept, draft: new SetupDraft(kept.now, calls) };
}

/** A browser that is closed and opened again, and what it keeps meanwhile. */
function browser(first: Setup = setup()) {
  const { kept: known, calls } = server(first);
  const device: { unsaved: Unsaved | null } = { unsaved: null };
  const kept = {
    read: () => device.unsaved,
    write: (base: Plan, mine: Plan, keys: readonly PlanKey[], sent: readonly Partial<Plan>[] = []) => {
      device.unsaved = keys.length > 0 ? { base: pick(base, keys), mine: pick(mine, keys), sent: sent.map((one) => pick(one, keys)) } : null;
    },
  };
  return { known, device, open: () => new SetupDraft(known.now, calls, kept) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function pause() {
  await vi.advanceTimersByTimeAsync(700);
}

describe("saving", () => {
  it("sends only what changed, after a pause in typing", async () => {
    const { kept, draft } = begin();
    draft.plan.title = "Vätgas";
    draft.touch();
    await vi.advanceTimersByTimeAsync(300);
    draft.plan.title = "Vätgas i hamnen";
    draft.touch();
    await pause();
    expect(kept.calls).toEqual([{ title: "Vätgas i hamnen", version: "1" }]);
    expect(draft.saving.kind).toBe("saved");
  });

  it("does not touch the text on the screen when the server trims it", async () => {
    const { kept, draft } = begin();
    draft.plan.title = "Vätgas ";
    draft.touch();
    await pause();
    await pause();
    expect(draft.plan.title).toBe("Vätgas ");
    expect(kept.calls).toHaveLength(1);
  });

  it("tries again by itself when nothing answers, and says so meanwhile", async () => {
    const { kept, draft } = begin();
    kept.refuse = new Unreachable(false);
    draft.plan.place = "Tältet";
    draft.touch();
    await pause();
    expect(draft.saving.kind).toBe("offline");
    kept.refuse = null;
    await vi.advanceTimersByTimeAsync(5000);
    expect(kept.now.place).toBe("Tältet");
    expect(draft.saving.kind).toBe("saved");
  });

  it("that arrived without an answer is no other's change, whatever is written since", async () => {
    const { kept, draft } = begin();
    kept.isCut = true;
    for (const place of ["Täl", "Tältet", "Stora tältet"]) {
      draft.plan.place = place;
      draft.touch();
      await pause();
      expect(draft.saving.kind).not.toBe("conflict");
    }
    kept.isCut = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect([kept.now.place, draft.saving.kind]).toEqual(["Stora tältet", "saved"]);
  });

  it("comes for whoever types without a pause too", async () => {
    const { kept, draft } = begin();
    for (let letters = 1; letters <= 20; letters += 1) {
      draft.plan.purpose = "x".repeat(letters);
      draft.touch();
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(kept.calls).toEqual([{ purpose: "x".repeat(17), version: "1" }]);
    await pause();
    expect(kept.now.purpose).toHaveLength(20);
  });

  it("is asked to outlive the page that is being left", async () => {
    const asked: boolean[] = [];
    const draft = new SetupDraft(setup(), { setup: async () => setup(), change: async (_id, _body, isLeaving) => (asked.push(isLeaving ?? false), setup()) });
    draft.plan.title = "Vätgas";
    draft.touch();
    void draft.flush(true);
    expect(asked).toEqual([true]);
  });

  it("keeps what was refused on the screen, with the reason", async () => {
    const { kept, draft } = begin();
    kept.refuse = new FieldRefused(400, "invalid", "För långt.", "title");
    draft.plan.title = "x".repeat(130);
    draft.touch();
    await pause();
    expect(draft.saving).toEqual({ kind: "refused", detail: "För långt.", field: "title" });
    expect(draft.plan.title).toHaveLength(130);
    expect(draft.unsaved).toBe(true);
  });
});

describe("two who edit at the same time", () => {
  it("are joined when they changed different things", async () => {
    const { kept, draft } = begin();
    kept.now = { ...kept.now, place: "Stora tältet", version: "7" };
    draft.plan.title = "Mitt namn";
    draft.touch();
    await pause();
    await pause();
    expect(kept.now).toMatchObject({ title: "Mitt namn", place: "Stora tältet" });
    expect(draft.plan).toMatchObject({ title: "Mitt namn", place: "Stora tältet" });
  });

  it("are at one when they wrote the same", async () => {
    const { kept, draft } = begin();
    kept.now = { ...kept.now, title: "Samma namn", version: "7" };
    draft.plan.title = "Samma namn";
    draft.touch();
    await pause();
    expect([draft.saving.kind, draft.unsaved]).toEqual(["saved", false]);
  });

  async function clash() {
    const begun = begin();
    begun.kept.now = { ...begun.kept.now, title: "Bens namn", version: "7" };
    begun.draft.plan.title = "Anas namn";
    begun.draft.touch();
    await pause();
    expect(begun.draft.saving).toMatchObject({ kind: "conflict", clashes: ["title"] });
    expect(begun.draft.plan.title).toBe("Anas namn");
    return begun;
  }

  it("choose when they changed the same thing: keep mine", async () => {
    const { kept, draft } = await clash();
    await draft.keepMine();
    expect(kept.now.title).toBe("Anas namn");
    expect(draft.saving.kind).toBe("saved");
  });

  it("choose when they changed the same thing: take theirs", async () => {
    const { kept, draft } = await clash();
    await draft.takeTheirs();
    expect(kept.now.title).toBe("Bens namn");
    expect(draft.plan.title).toBe("Bens namn");
    expect(draft.unsaved).toBe(false);
  });

  it("lose nothing that is typed while the choice is open", async () => {
    const { kept, draft } = await clash();
    draft.plan.title = "Anas nya namn";
    draft.touch();
    await pause();
    expect(kept.now.title).toBe("Bens namn");
    await draft.keepMine();
    expect(kept.now.title).toBe("Anas nya namn");
  });
});

describe("what was not saved when the page went", () => {
  async function closedWithoutNetwork() {
    const { known, device, open } = browser();
    known.refuse = new Unreachable(false);
    const draft = open();
    draft.plan.purpose = "Fler ska våga cykla.";
    draft.touch();
    await pause();
    vi.clearAllTimers();
    known.refuse = null;
    return { known, device, open };
  }

  it("is on the screen the next time, and saved", async () => {
    const { known, device, open } = await closedWithoutNetwork();
    const draft = open();
    expect([draft.plan.purpose, draft.isBroughtBack]).toEqual(["Fler ska våga cykla.", true]);
    await pause();
    expect(known.now.purpose).toBe("Fler ska våga cykla.");
    expect(device.unsaved).toBeNull();
    expect(open().isBroughtBack).toBe(false);
  });

  it("leaves alone what others have changed meanwhile", async () => {
    const { known, open } = await closedWithoutNetwork();
    known.now = { ...known.now, place: "Stora tältet", version: "7" };
    const draft = open();
    await pause();
    expect(known.now).toMatchObject({ purpose: "Fler ska våga cykla.", place: "Stora tältet" });
    expect(draft.plan.place).toBe("Stora tältet");
  });

  it("is a choice where others have changed the same, however often the page is opened before it is made", async () => {
    const { known, device, open } = await closedWithoutNetwork();
    known.now = { ...known.now, purpose: "Alla ska med.", version: "7" };
    for (let times = 0; times < 2; times += 1) {
      const draft = open();
      draft.touch();
      await pause();
      expect(draft.saving).toMatchObject({ kind: "conflict", clashes: ["purpose"] });
      expect(known.now.purpose).toBe("Alla ska med.");
    }
    await open().takeTheirs();
    expect(device.unsaved).toBeNull();
  });

  it("has arrived after all, and is nothing new", async () => {
    const { known, device, open } = await closedWithoutNetwork();
    known.now = { ...known.now, purpose: "Fler ska våga cykla.", version: "2" };
    const draft = open();
    draft.touch();
    await pause();
    expect([draft.isBroughtBack, draft.saving.kind, device.unsaved]).toEqual([false, "saved", null]);
  });

  /** What is written while a save runs whose answer the page does not live to read. */
  async function leftDuringSave() {
    const { known, device, open } = browser();
    known.isDeaf = true;
    const draft = open();
    draft.plan.purpose = "Fler ska";
    draft.touch();
    await pause();
    draft.plan.purpose = "Fler ska våga cykla.";
    draft.touch();
    void draft.flush(true);
    vi.clearAllTimers();
    known.isDeaf = false;
    expect(known.now.purpose).toBe("Fler ska");
    return { known, device, open };
  }

  it("clashes not with the half of it that arrived", async () => {
    const { known, device, open } = await leftDuringSave();
    const draft = open();
    draft.touch();
    await pause();
    expect([draft.saving.kind, known.now.purpose, device.unsaved]).toEqual(["saved", "Fler ska våga cykla.", null]);
  });

  it("is a choice where another has changed the half that arrived", async () => {
    const { known, open } = await leftDuringSave();
    known.now = { ...known.now, purpose: "Alla ska med.", version: "7" };
    expect(open().saving).toMatchObject({ kind: "conflict", clashes: ["purpose"] });
    expect(known.now.purpose).toBe("Alla ska med.");
  });

  it("goes with a meeting that was taken away", async () => {
    const { known, device, open } = await closedWithoutNetwork();
    const draft = open();
    draft.forget();
    await pause();
    expect([device.unsaved, known.now.purpose]).toEqual([null, ""]);
  });
});
