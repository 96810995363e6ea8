import { type Caller, call } from "../session/http";

/** A receipt's link, told once, and the same as a picture. */
export interface Made {
  url: string;
  qr: string;
}

const path = "receipt/";

/** Whether this participant has a link already. */
export async function hasReceipt(caller: Caller): Promise<boolean> {
  return (await call<{ exists: boolean }>(caller, { path })).body!.exists;
}

/** A new link; one there was stops working. */
export async function makeReceipt(caller: Caller): Promise<Made> {
  return (await call<Made>(caller, { path, body: {} })).body!;
}

export async function dropReceipt(caller: Caller): Promise<void> {
  await call(caller, { path: `${path}drop/`, body: {} });
}
