import { expect, test } from "vitest";

import { Refused, Unreachable } from "../session/http";
import { Reading } from "./reading.svelte";

const told = { why: (error: unknown) => (error instanceof Refused ? error.detail : "Servern svarar inte.") };

/** A server whose answers are given one by one. */
function asked<T>() {
  const answers: { resolve: (value: T) => void; reject: (error: unknown) => void }[] = [];
  const reading = new Reading<T>(() => new Promise((resolve, reject) => answers.push({ resolve, reject })), told);
  return { reading, answers };
}

test("what is being read is neither empty nor failed", async () => {
  const { reading, answers } = asked<string[]>();
  const done = reading.read();
  expect([reading.value, reading.isBusy, reading.failed]).toEqual([null, true, ""]);
  answers[0]!.resolve([]);
  await done;
  expect([reading.value, reading.isBusy, reading.failed]).toEqual([[], false, ""]);
});

test("what could not be read says why, until it can", async () => {
  const { reading, answers } = asked<string[]>();
  const first = reading.read();
  answers[0]!.reject(new Unreachable(false));
  await first;
  expect([reading.value, reading.isBusy, reading.failed, reading.isRefused]).toEqual([null, false, "Servern svarar inte.", false]);
  const second = reading.read();
  expect([reading.isBusy, reading.failed]).toEqual([true, "Servern svarar inte."]);
  answers[1]!.resolve(["Idémöte"]);
  await second;
  expect([reading.value, reading.failed]).toEqual([["Idémöte"], ""]);
});

test("what has come stays when it cannot be read again", async () => {
  const { reading, answers } = asked<string[]>();
  const first = reading.read();
  answers[0]!.resolve(["Idémöte"]);
  await first;
  const second = reading.read();
  answers[1]!.reject(new Refused(403, "not_allowed", "Det får du inte se.", null));
  await second;
  expect([reading.value, reading.failed, reading.isRefused]).toEqual([["Idémöte"], "Det får du inte se.", true]);
});

test("an answer that comes after something else was asked for is not taken", async () => {
  const { reading, answers } = asked<string>();
  const first = reading.read();
  const second = reading.readAnew();
  answers[1]!.resolve("den andra arenan");
  await second;
  answers[0]!.resolve("den första arenan");
  await first;
  expect([reading.value, reading.isBusy]).toEqual(["den andra arenan", false]);
});

test("what a change answered is newer than what was being read", async () => {
  const { reading, answers } = asked<string[]>();
  const first = reading.read();
  reading.take(["Ana", "Ben"]);
  answers[0]!.resolve(["Ana"]);
  await first;
  expect([reading.value, reading.isBusy]).toEqual([["Ana", "Ben"], false]);
});

test("nothing of what was read before is shown for something else", async () => {
  const { reading, answers } = asked<string>();
  const first = reading.read();
  answers[0]!.resolve("den första arenan");
  await first;
  void reading.readAnew();
  expect(reading.value).toBeNull();
});
