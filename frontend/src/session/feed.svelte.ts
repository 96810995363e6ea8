import type { Events, Position, ServerFrame, State } from "../protocol/types";
import { backoff } from "./backoff";
import { type Caller, Refused, Unreachable } from "./http";
import { Link, type LinkKind, stoppedBy } from "./link";
import { Snapshots } from "./reads";
import { receive, receiveYou } from "./reducer";
import { ServerTime } from "./servertime";

const GOT_MS = 1000;
const ASK_AGAIN_MS = 2000;

export interface LinkView {
  kind: LinkKind;
  /** Since when, in this device's milliseconds. */
  since: number;
}

/** A workshop as one audience sees it, kept current. Reads only: `Session` adds commands. */
export class Feed {
  /** What the server has said: a snapshot and all events after it. */
  confirmed: State | null = $state.raw(null);
  link: LinkView = $state.raw({ kind: "connecting", since: Date.now() });

  protected readonly connection: Link;
  readonly #snapshots: Snapshots;
  readonly #time = new ServerTime();
  readonly #listeners = new Set<(frame: Events) => void>();
  #refreshing: Promise<void> | null = null;
  #running = false;
  #askedAt = 0;
  #got = 0;
  #gotTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(protected readonly caller: Caller) {
    this.#snapshots = new Snapshots(caller);
    this.connection = new Link(caller, {
      position: () => this.#position(),
      frame: (frame) => this.received(frame),
      changed: (kind) => this.linkChanged(kind),
    });
  }

  /** What to show; null until the first snapshot. */
  get state(): State | null {
    return this.confirmed;
  }

  /** The server's time now, in milliseconds. */
  serverNow = (): number => this.#time.read();

  /** Fetches the snapshot and keeps a link. Resolves when there is a state, or nothing to wait for. */
  async start(): Promise<void> {
    this.#running = true;
    await this.#refresh();
    if (this.#running && this.confirmed) this.connection.start();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#gotTimer);
    this.connection.stop();
  }

  /** Tests or rebuilds the link at once. */
  nudge(): void {
    this.connection.nudge();
  }

  /** Calls back with each frame of events after it was applied. The answer ends it. */
  listen(listener: (frame: Events) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected linkChanged(kind: LinkKind): void {
    if (kind !== this.link.kind) this.link = { kind, since: Date.now() };
  }

  protected received(frame: ServerFrame): void {
    switch (frame.type) {
      case "hello":
        this.#time.forget();
        if (frame.epoch !== this.confirmed?.epoch) void this.#refresh();
        break;
      case "events":
        this.#receiveEvents(frame);
        break;
      case "you":
        if (this.confirmed) this.confirmed = receiveYou(this.confirmed, frame);
        break;
      case "online":
        if (this.confirmed) this.confirmed = { ...this.confirmed, online: frame.count };
        break;
      case "hands": {
        const { type: _, ...hands } = frame;
        if (this.confirmed) this.confirmed = { ...this.confirmed, hands };
        break;
      }
      case "resync":
        void this.#refresh();
        break;
      case "pong":
        this.#time.sample(frame.server_time, frame.t);
        break;
      default:
    }
  }

  #position(): Position {
    return { epoch: this.confirmed?.epoch ?? "", seq: this.confirmed?.seq ?? 0 };
  }

  #receiveEvents(frame: Events): void {
    if (!this.confirmed) return;
    const before = this.confirmed;
    const { state, missed } = receive(before, frame);
    if (missed) return this.#askSince();
    if (state === before) return;
    this.confirmed = state;
    this.#credit();
    for (const listener of this.#listeners) listener(frame);
  }

  /** Asks for what is lacking, once; the next frames out of order are about the same hole. */
  #askSince(): void {
    if (Date.now() - this.#askedAt < ASK_AGAIN_MS) return;
    this.#askedAt = Date.now();
    this.connection.send({ type: "since", ...this.#position() });
  }

  /** Flow credit: tells the server how far we are, at most once a second. */
  #credit(): void {
    this.#gotTimer ??= setTimeout(() => {
      this.#gotTimer = undefined;
      const { seq } = this.#position();
      if (seq !== this.#got && this.connection.send({ type: "got", seq })) this.#got = seq;
    }, GOT_MS);
  }

  #refresh(): Promise<void> {
    this.#refreshing ??= this.#fetchSnapshot().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #fetchSnapshot(): Promise<void> {
    for (let attempt = 0; this.#running; attempt++) {
      const sent = Date.now();
      try {
        const snapshot = await this.#snapshots.fetch();
        this.#time.sample(snapshot.server_time, sent);
        this.confirmed = snapshot;
        this.connection.send({ type: "since", ...this.#position() });
        return;
      } catch (error) {
        if (this.#failed(error)) return;
        await untilOnlineOr(backoff(attempt));
      }
    }
  }

  /** Says what a failed fetch means for the link; true when trying again is of no use. */
  #failed(error: unknown): boolean {
    if (error instanceof Refused) {
      const stopped = stoppedBy(error);
      if (stopped) this.linkChanged(stopped);
      return stopped !== null;
    }
    if (!(error instanceof Unreachable)) throw error;
    if (this.link.kind !== "live") this.linkChanged(error.captive ? "captive" : "offline");
    return false;
  }
}

function untilOnlineOr(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });
}
