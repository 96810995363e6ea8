import type { ClientFrame, Position, ServerFrame } from "../protocol/types";

export const SUBPROTOCOL = "ideahub.v1";
const PING_MS = 10_000;
const SILENCE_MS = 25_000;
const LOOK_MS = 1000;
/** For what has never answered, where nothing long is due: some proxies let a socket open, and then nothing through. */
const UNPROVEN_MS = 10_000;

export interface SocketHandlers {
  frame(frame: ServerFrame): void;
  /** Called once. `code` is 1006 when the link died without a word. */
  closed(code: number): void;
}

export interface SocketOptions {
  code: string;
  position: Position;
  token?: string;
  as?: string;
  lang?: string;
  handlers: SocketHandlers;
  open?: (url: string, protocol: string) => WebSocket;
}

export function socketUrl(code: string, position: Position, as?: string, lang?: string): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const query = new URLSearchParams({ since: String(position.seq), epoch: position.epoch, ...(as ? { as } : {}), ...(lang ? { lang } : {}) });
  return `${scheme}//${location.host}/ws/workshops/${code}/?${query}`;
}

/** One WebSocket with a heartbeat: it ends when it has been silent for 25 s, or does not answer a probe. */
export class Socket {
  #socket: WebSocket;
  #heard = Date.now();
  #greeted = false;
  #proven = false;
  /** All that was missed is due, in one frame: on a slow link that takes its time, and nothing is heard meanwhile. */
  #catchesUp = false;
  #ended = false;
  #beat: ReturnType<typeof setInterval>;
  #probe: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SocketOptions) {
    const open = options.open ?? ((url, protocol) => new WebSocket(url, protocol));
    this.#socket = open(socketUrl(options.code, options.position, options.as, options.lang), SUBPROTOCOL);
    this.#socket.onopen = () => this.#opened();
    this.#socket.onmessage = (message) => this.#received(message.data);
    this.#socket.onclose = (event) => this.#end(event.code);
    this.#socket.onerror = () => this.#end(1006);
    this.#beat = setInterval(() => this.#watch(), LOOK_MS);
  }

  get live(): boolean {
    return this.#greeted && !this.#ended;
  }

  /** Whether what was sent through it has been answered. */
  get proven(): boolean {
    return this.#proven;
  }

  send(frame: ClientFrame): boolean {
    if (this.#ended || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    if (frame.type === "since") this.#expectAll();
    return true;
  }

  /**
   * Asks whether the link still lives, and ends it when nothing is heard within `ms`; one that is being opened has as long in all,
   * and one that catches up its 25 s, unless it was `cut`: the device has lost its network.
   */
  probe(ms: number, cut = false): void {
    if (this.#greeted) this.#ping();
    if (cut) this.#catchesUp = false;
    if (this.#catchesUp) return;
    // An earlier probe goes on: asking again does not put off its end.
    const since = this.#greeted ? Date.now() : this.#heard;
    this.#probe ??= setTimeout(() => this.#end(1006), Math.max(0, since + ms - Date.now()));
  }

  close(): void {
    this.#end(1000);
  }

  #opened(): void {
    if (this.options.token) this.send({ type: "auth", token: this.options.token });
  }

  #received(data: unknown): void {
    if (this.#ended || typeof data !== "string") return;
    this.#heard = Date.now();
    clearTimeout(this.#probe);
    this.#probe = undefined;
    const frame = JSON.parse(data) as ServerFrame;
    if (frame.type === "hello") {
      const { seq, epoch } = this.options.position;
      this.#greeted = true;
      this.#catchesUp = frame.seq !== seq || frame.epoch !== epoch;
    }
    if (frame.type === "pong" || frame.type === "ack") {
      this.#proven = true;
      this.#catchesUp = false;
    }
    this.options.handlers.frame(frame);
    if (frame.type === "hello") this.#ping();
  }

  /** What was missed comes before the answer to what is asked behind it. */
  #expectAll(): void {
    this.#catchesUp = true;
    this.#ping();
  }

  #lastPing = 0;

  #ping(): void {
    this.#lastPing = Date.now();
    this.send({ type: "ping", t: this.#lastPing });
  }

  #watch(): void {
    const now = Date.now();
    if (now - this.#heard > (this.#proven || this.#catchesUp ? SILENCE_MS - LOOK_MS : UNPROVEN_MS)) return this.#end(1006);
    if (this.#greeted && now - this.#lastPing >= PING_MS) this.#ping();
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#beat);
    clearTimeout(this.#probe);
    this.#socket.onclose = this.#socket.onerror = this.#socket.onmessage = this.#socket.onopen = null;
    this.#socket.close();
    this.options.handlers.closed(code);
  }
}
