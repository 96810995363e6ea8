import type { ClientFrame, ServerFrame } from "../../protocol/types";

/** Whom a socket leads to. */
export interface FarEnd {
  readonly network: Network;
  /** As whom the device is known when it knocks. */
  readonly cookie: string | null;
  knocked(socket: FakeSocket): void;
  heard(socket: FakeSocket, frame: ClientFrame): void;
  left(socket: FakeSocket): void;
  /** The close code of whoever sends this, if any. */
  spurns(text: string): number | null;
}

/** What the client sees of a WebSocket. */
export class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  readonly participant: string;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocol: string,
    private readonly server: FarEnd,
  ) {
    this.participant = server.cookie ?? "";
    queueMicrotask(() => server.network.knock(this, () => server.knocked(this)));
  }

  send(text: string): void {
    this.server.network.carry(this, () => this.#arrived(text));
  }

  close(): void {
    this.readyState = 3;
    this.server.network.carry(this, () => this.server.left(this));
  }

  tell(frame: ServerFrame): void {
    this.server.network.carry(this, () => this.readyState === FakeSocket.OPEN && this.onmessage?.({ data: JSON.stringify(frame) }));
  }

  drop(code: number): void {
    this.server.left(this);
    this.server.network.carry(this, () => {
      if (this.readyState === 3) return;
      this.readyState = 3;
      this.onclose?.({ code });
    });
  }

  #arrived(text: string): void {
    const spurned = this.server.spurns(text);
    if (spurned) this.drop(spurned);
    else this.server.heard(this, JSON.parse(text) as ClientFrame);
  }
}

/**
 * What is between a device and the server. `gone`: whoever calls is told at once. `silent`: nothing passes and nobody is told, as on
 * a wifi that swallows everything.
 */
export class Network {
  weather: "up" | "silent" | "gone" = "up";
  /** How many answers to calls are lost on their way: the device is told that there is none, or waits for it. */
  loseAnswers = 0;
  holdAnswers = 0;
  /** What is on its way through each socket, in order. */
  readonly #held = new Map<FakeSocket, (() => unknown)[]>();
  readonly #dead = new WeakSet<FakeSocket>();
  #calls: (() => void)[] = [];

  breaks(weather: "silent" | "gone"): void {
    this.weather = weather;
  }

  /** `isKept`: what was on its way arrives after all, in its order; otherwise what it was on its way through is dead, and says so to nobody. */
  mend(isKept: boolean): void {
    this.weather = "up";
    const calls = this.#calls;
    this.#calls = [];
    if (isKept) for (const goOn of calls) goOn();
    for (const [socket, arrivals] of [...this.#held]) {
      if (!isKept) this.#dead.add(socket);
      // What is sent meanwhile gets in line.
      for (let next = arrivals.shift(); next && isKept; next = arrivals.shift()) next();
      this.#held.delete(socket);
    }
  }

  knock(socket: FakeSocket, knocked: () => void): void {
    if (this.weather === "gone") socket.onclose?.({ code: 1006 });
    else this.carry(socket, knocked);
  }

  carry(socket: FakeSocket, arrive: () => unknown): void {
    if (this.#dead.has(socket)) return;
    const line = this.#held.get(socket);
    if (line) line.push(arrive);
    else if (this.weather === "up") arrive();
    else this.#held.set(socket, [arrive]);
  }

  /** A call, there and back. */
  async call(ask: () => Promise<Response>, signal: AbortSignal | null): Promise<Response> {
    await this.#pass(signal);
    const answer = await ask();
    await this.#pass(signal);
    return answer;
  }

  /** An answer to what was done, which may be lost. */
  async loses(signal: AbortSignal | null): Promise<void> {
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      throw new TypeError("Failed to fetch");
    }
    if (this.holdAnswers > 0) {
      this.holdAnswers -= 1;
      await never(signal);
    }
  }

  async #pass(signal: AbortSignal | null): Promise<void> {
    if (this.weather === "up") return;
    if (this.weather === "gone") throw new TypeError("Failed to fetch");
    await Promise.race([never(signal), new Promise<void>((resolve) => this.#calls.push(resolve))]);
  }
}

/** Until whoever waits gives up. */
function never(signal: AbortSignal | null): Promise<never> {
  return new Promise((_, reject) => {
    const gaveUp = () => reject(new DOMException("aborted", "AbortError"));
    if (signal?.aborted) gaveUp();
    signal?.addEventListener("abort", gaveUp);
  });
}
