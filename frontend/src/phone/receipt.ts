import { type Caller, call } from "../session/http";

/** A receipt's link, and the same as a picture. */
export interface Made {
  url: string;
  qr: string;
}

/** Whether this participant has a link, and which; one that was made long ago can only be changed. */
interface Kept {
  exists: boolean;
  link: Made | null;
}

const path = "receipt/";

export async function findReceipt(caller: Caller): Promise<Kept> {
  const { exists, url, qr } = (await call<{ exists: boolean } & Partial<Made>>(caller, { path })).body!;
  return { exists, link: url && qr ? { url, qr } : null };
}

/** A new link; one there was stops working. The same `press`, sent again because no answer came, makes the same one. */
export async function makeReceipt(caller: Caller, press: string): Promise<Made> {
  return (await call<Made>(caller, { path, body: { press } })).body!;
}

export async function dropReceipt(caller: Caller): Promise<void> {
  await call(caller, { path: `${path}drop/`, body: {} });
}
