import "../ui/base.css";
import "./entrance.css";
import "./error.css";
import "./poster.css";

const SIX_DIGITS = /^\d{6}$/;

/** A code is sent on by itself once it has six digits; whoever types a link presses the button. */
function sendCodeWhenWhole(field: HTMLInputElement): void {
  field.addEventListener("input", () => {
    if (SIX_DIGITS.test(field.value.replace(/[\s\u00a0-]/g, ""))) field.form?.requestSubmit();
  });
}

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-code]")) sendCodeWhenWhole(field);
document.querySelector("[data-print]")?.addEventListener("click", () => print());
