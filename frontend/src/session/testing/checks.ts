import { expect } from "vitest";

import { overlay } from "../overlay";
import { participantRules } from "../overlay_participant";
import type { Session } from "../session.svelte";
import { answerOf, isAsked, plain, shownOf } from "./answers";
import { FAMILY, type History, isTurnedAway } from "./history";
import { idOf, textOf } from "./remembered";

/**
 * At every moment: what was written stands on the screen where it stood before, or among what was refused. Not on that of a tab
 * which has not noticed that the device is somebody else by now, or that the server is.
 */
export async function assertShown(history: History): Promise<void> {
  const { server, remembered } = history;
  const stored = await history.stored();
  for (const [tab, { session }] of history.tabs.entries()) {
    if (session.state?.epoch !== server.state.epoch || isTurnedAway(session)) continue;
    const { ideas, comments, me } = session.state;
    if (me?.participant !== server.state.me!.participant) continue;
    const others = stored.filter(({ scope }) => scope !== FAMILY + me?.participant);
    const shown = new Set([...ideas, ...(me?.ideas ?? []), ...(me?.suggestions ?? []), ...comments].map(({ id }) => id));
    // What somebody has suggested is shown to nobody else, and this device may be another by now.
    const past = history.participants > 1 ? server.decided.filter(({ command }) => command.name === "action.suggest") : [];
    const known = new Set([...session.refused, ...others, ...past].map(({ command }) => idOf(command)));
    const seen = remembered.seenOn[tab]!;
    const missing = (id: string) => seen.has(id) && !shown.has(id) && !known.has(id) && !remembered.takenBack.has(id);
    expect(remembered.written.filter(missing)).toEqual([]);
    for (const id of [...shown, ...known]) seen.add(id);
    for (const { id, table } of [...ideas, ...(me?.ideas ?? [])]) expect(table ?? 0, remembered.texts.get(id)).toBe(remembered.writtenFor.get(id) ?? 0);
    if (history.isAsBefore) assertAnswers(history, session);
  }
}

/** What was answered last stands on the screen from then on: a vote, «Klar», support. Where that was refused, what was before it. */
function assertAnswers({ server, remembered }: History, { state }: Session): void {
  const refused = new Set(server.decided.flatMap(({ command, result }) => (result.ok ? [] : [command.id])));
  const decided = server.decided.filter(({ command }) => isAsked(command));
  const answers = new Map<string, unknown[]>();
  for (const [place, asked] of remembered.asked.entries()) {
    const [about, value] = answerOf(asked);
    const mayStand = answers.get(about) ?? [0];
    const isRefused = decided[place] && refused.has(decided[place].command.id);
    answers.set(about, isRefused ? [...mayStand, value] : [value]);
  }
  for (const [about, mayStand] of answers) expect(mayStand, about).toContain(shownOf(state!, about));
}

/** Once all is calm: each text is with the server once, in its order, or among what was refused, and all screens say so. */
export function check(history: History): void {
  const { server, remembered, participants } = history;
  const { refused } = history.session(0);
  const kept = new Set(refused.filter(({ command }) => !isAsked(command)).map(({ command }) => textOf(command)));
  const room = history.inTheRoom();
  // A tab that has not noticed that the device is somebody else by now does not know of what the other tab sends.
  const inOrder = (what: string[]) => (participants > 1 ? what.toSorted() : what);
  for (const kind of ["text", "comment", "suggestion"]) {
    const isOf = (id: string) => remembered.texts.get(id)?.startsWith(kind) && !remembered.takenBack.has(id);
    const stays = (id: string) => isOf(id) && !kept.has(remembered.texts.get(id)!);
    expect(inOrder([...room.keys()].filter(isOf))).toEqual(inOrder(remembered.written.filter(stays)));
  }
  for (const id of remembered.takenBack) if (participants === 1) expect(room.has(id)).toBe(false);
  for (const [id, text] of room) if (remembered.texts.has(id)) expect(text).toBe(remembered.lastSaid(id, kept));
  const all = new Set([...remembered.texts.values(), ...remembered.changes.map(({ text }) => text)]);
  expect([...kept].filter((text) => !all.has(text!))).toEqual([]);
  const asked = server.decided.map(({ command }) => command).filter(isAsked);
  const words = (given: object[]) => inOrder(given.map((one) => JSON.stringify(one)));
  if (!history.restored) expect(words(asked.map(plain))).toEqual(words(remembered.asked));
  const { server_time: _, ...theirs } = server.state;
  for (const { session } of history.tabs) {
    expect(session.waiting).toEqual([]);
    const { server_time: __, ...mine } = overlay(session.confirmed!, [], participantRules);
    expect(mine).toEqual(theirs);
    expect(session.state).toEqual(session.confirmed);
    expect(session.refused).toEqual(refused);
  }
}
