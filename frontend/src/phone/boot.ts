import { codeDigits, isWhole } from "./code";
import { codeOfQr } from "./joined";

export interface Boot {
  /** Join code from the address, or null on the start page. */
  code: string | null;
  /** What stands in the address where a code should; empty when there is one, or nothing. */
  noCode: string;
  /** A QR link's page could not be had, and this device does not know which meeting it leads to. */
  unreached: boolean;
  language: string | null;
}

const MOST_SHOWN = 40;

/** What the server put in the page; the page that the device keeps knows no code, so it is read from the address. */
export function readBoot(): Boot {
  const text = document.getElementById("boot")?.textContent ?? "{}";
  const told = JSON.parse(text) as Partial<Boot>;
  const qr = new URLSearchParams(location.search).get("q");
  const code = told.code ?? codeInAddress(qr);
  const noCode = code ? "" : (/^\/j\/([^/]*)/.exec(path())?.[1] ?? "").slice(0, MOST_SHOWN);
  return { code, noCode, unreached: Boolean(qr && !code), language: told.language ?? null };
}

function codeInAddress(qr: string | null): string | null {
  const code = (qr && codeOfQr(qr)) || codeDigits(path());
  return code && isWhole(code) ? code : null;
}

function path(): string {
  try {
    return decodeURI(location.pathname);
  } catch {
    return location.pathname;
  }
}
