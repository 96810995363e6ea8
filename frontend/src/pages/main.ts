import "../ui/base.css";
import "./accessibility.css";
import "./entrance.css";
import "./error.css";
import "./plain.css";
import "./poster.css";
import "./table_cards.css";
import { forgetTakenBack } from "./erased";
import { forgetAtSignOut } from "./signout";

const SIX_DIGITS = /^\d{6}$/;

/** A code is sent on by itself once it has six digits; whoever types a link presses the button. */
function sendCodeWhenWhole(field: HTMLInputElement): void {
  field.addEventListener("input", () => {
    if (SIX_DIGITS.test(field.value.replace(/[\s\u00a0-]/g, ""))) field.form?.requestSubmit();
  });
}

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-code]")) sendCodeWhenWhole(field);
/** A button that copies a field's text; without script it is not shown, and the field is there to copy from. */
function copyFrom(button: HTMLButtonElement): void {
  const field = document.getElementById(button.dataset.copy ?? "") as HTMLInputElement | null;
  if (!field) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    // Plain http has no clipboard: then the text is selected, and the copy command of old does it.
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value).catch(() => document.execCommand("copy"));
    else document.execCommand("copy");
    const said = document.getElementById("copied");
    if (said) said.textContent = button.dataset.copied ?? "";
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sign-out]")) forgetAtSignOut(form);
for (const said of document.querySelectorAll<HTMLElement>("[data-erased]")) forgetTakenBack(said);
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) copyFrom(button);
document.querySelector("[data-print]")?.addEventListener("click", () => print());
