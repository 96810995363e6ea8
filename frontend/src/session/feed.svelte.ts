import type { ClientFrame, Events, Idea, Position, ServerFrame, State } from "../protocol/types";
import type { Ahead } from "./ahead";
import { askedBy, backoff } from "./backoff";
import { Credit } from "./credit";
import { Gathering } from "./gathering";
import type { Caller } from "./http";
import { Link, type LinkKind } from "./link";
import { Snapshots } from "./reads";
import { hasIdea, receive, receiveHands, receiveYou } from "./reducer";
import { ServerTime } from "./servertime";
import type { Seen } from "./store";

const ASK_AGAIN_MS = 2000;
/** How often at most what others do changes the screen, while much of it comes. */
const REST_MS = 100;
const MOST_AGAIN = 3;
/** The room's word of something comes this much after one's own view of it at most; the server looks at its log each second. */
const ROOM_MS = 3000;

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
  /** When what is shown was last true (the server's milliseconds), while it comes from the device and not from the server. */
  seenAt: number | null = $state(null);

  /** The server has said that it can save nothing just now, and has decided nothing since: what waits is sent again. */
  unsaved = $state(false);

  protected readonly connection: Link;
  readonly #snapshots: Snapshots;
  protected readonly time = new ServerTime();
  /** When the server was last heard, in the server's milliseconds. */
  protected heardAt = 0;
  readonly #listeners = new Set<(frame: Events) => void>();
  readonly #gathering = new Gathering<Events>(REST_MS, (frames) => this.#fold(frames));
  #refreshing: Promise<void> | null = null;
  /** How often in a row it was tried in vain, since somebody waited for it. */
  #tries = 0;
  protected running = false;
  /** As of which seq one's own votes are told: they come before the answer that they go with, so before the vote's own beginning too. */
  #ballotSeq = 0;
  #ballotTold = false;
  #askedAt = 0;
  /** Counts what may be newer than a snapshot on its way: one's own view (`you`), and that another one is needed. */
  #told = 0;
  readonly #credit = new Credit(
    () => this.#position().seq,
    (seq) => this.connection.send({ type: "got", seq }),
  );

  /** `ahead`: the first snapshot, where it has been asked for already. */
  constructor(
    protected readonly caller: Caller,
    ahead?: Ahead | null,
  ) {
    this.#snapshots = new Snapshots(caller, ahead);
    this.connection = new Link(caller, {
      position: () => this.#position(),
      frame: (frame) => this.received(frame),
      changed: (kind) => this.linkChanged(kind),
      spurned: () => this.spurned(),
      nudged: () => this.nudged(),
    });
  }

  /** What to show; null until the first snapshot. */
  get state(): State | null {
    return this.confirmed;
  }

  /** The server's time now, in milliseconds. */
  serverNow = (): number => this.time.read();

  /** Fetches the snapshot and keeps a link. Resolves when there is a state, or nothing to wait for. */
  async start(): Promise<void> {
    this.running = true;
    this.connection.start();
    await this.#refresh();
    if (this.confirmed && this.seenAt === null) this.connection.connect();
  }

  /** Shows what the device kept until the server answers. */
  protected recall(seen: Seen): void {
    if (this.confirmed || this.connection.stopped) return;
    this.time.recall(seen.offset);
    this.seenAt = seen.at;
    this.confirmed = seen.state;
  }

  stop(): void {
    this.running = false;
    this.#gathering.drop();
    this.#credit.stop();
    this.connection.stop();
    this.#snapshots.patience.end();
  }

  /** Tests or rebuilds the link at once. */
  nudge(): void {
    this.connection.nudge();
  }

  /** Sends what may be lost; false without a socket, or while nobody knows whether it still leads anywhere. */
  tell(frame: ClientFrame): boolean {
    return this.connection.way === "socket" && this.connection.send(frame);
  }

  /** Calls back with each frame of events after all that came with it were applied. The answer ends it. */
  listen(listener: (frame: Events) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A snapshot has come. */
  protected refreshed(): void {}

  /** Whether that command, which is answered just now, is a vote of one's own. */
  protected isVote(_: string): boolean {
    return false;
  }

  /** What went through the socket was more, or other, than the server takes. */
  protected spurned(): void {}

  /** The device is back, or somebody looks at it again. */
  protected nudged(): void {
    this.#tries = 0;
    this.#snapshots.patience.hurry();
  }

  protected linkChanged(kind: LinkKind): void {
    if (kind !== this.link.kind) this.link = { kind, since: Date.now() };
  }

  protected received(frame: ServerFrame): void {
    this.heardAt = this.serverNow();
    // It goes with an answer only where that comes right behind it.
    const isBallotTold = this.#ballotTold;
    this.#ballotTold = false;
    if (frame.type === "events") return this.#gathering.add(frame);
    // What came before it counts before it.
    this.catchUp();
    switch (frame.type) {
      case "hello":
        this.time.forget();
        if (frame.epoch === this.confirmed?.epoch) break;
        // One that is on its way may have been lost with the link before.
        this.#snapshots.patience.hurry();
        void this.#refresh();
        break;
      case "you":
        this.#told += 1;
        this.#ballotTold = frame.points != null;
        if (this.confirmed) this.#seeOwn(this.confirmed, receiveYou(this.confirmed, frame));
        break;
      case "ack":
        if (isBallotTold && frame.results.some(({ id }) => this.isVote(id))) this.#ballotSeq = Math.max(this.#ballotSeq, ...frame.results.map(({ seq }) => seq ?? 0));
        break;
      case "online":
        if (this.confirmed) this.confirmed = { ...this.confirmed, online: frame.count, degraded: frame.degraded };
        break;
      case "hands":
        if (this.confirmed) this.confirmed = receiveHands(this.confirmed, frame);
        break;
      case "fair": {
        const { type: _, ...fair } = frame;
        if (this.confirmed) this.confirmed = { ...this.confirmed, fair };
        break;
      }
      case "resync":
        void this.#refresh();
        break;
      case "error":
        this.unsaved ||= frame.code === "unavailable";
        break;
      case "pong":
        this.time.sample(frame.server_time, frame.t);
        break;
      default:
    }
  }

  /**
   * One's own view may be ahead of the room's: an idea that has gone over to the room stays as it was until the room's word of it
   * comes. Where none comes, it was made part of another one out of sight.
   */
  #seeOwn(before: State, now: State): void {
    const left = before.me?.ideas.filter(({ id }) => now.me!.own.includes(id) && !hasIdea(now, id)) ?? [];
    const change = (change: (ideas: Idea[]) => Idea[]) => {
      const { me } = this.confirmed!;
      if (me) this.confirmed = { ...this.confirmed!, me: { ...me, ideas: change(me.ideas) } };
    };
    this.confirmed = now;
    if (left.length === 0) return;
    change((ideas) => [...ideas, ...left]);
    setTimeout(() => change((ideas) => ideas.filter((idea) => !left.includes(idea))), ROOM_MS);
  }

  /** Takes all events that came into `confirmed`. */
  protected catchUp(): void {
    this.#gathering.flush();
  }

  #position(): Position {
    this.catchUp();
    return { epoch: this.confirmed?.epoch ?? "", seq: this.confirmed?.seq ?? 0 };
  }

  /** Takes these frames into `confirmed`, all at once; answers whether it is another state then. */
  #fold(frames: Events[]): boolean {
    const before = this.confirmed;
    if (!before) return false;
    let state = before;
    let missed = false;
    const fresh: Events[] = [];
    for (const frame of frames) {
      const received = receive(state, frame, this.#ballotSeq);
      if (received.missed) missed = true;
      if (received.state !== state) fresh.push(frame);
      state = received.state;
    }
    if (fresh.length) {
      this.confirmed = state;
      this.#credit.note();
    }
    for (const frame of fresh) for (const listener of this.#listeners) listener(frame);
    if (missed) this.#askSince();
    return fresh.length > 0;
  }

  /** Asks the server to tell what concerns only oneself anew, with what came after the state. False without a socket. */
  protected askAnew(): boolean {
    return this.connection.send({ type: "since", ...this.#position() });
  }

  /** Asks for what is lacking, once; the next frames out of order are about the same hole. */
  #askSince(): void {
    if (Date.now() - this.#askedAt < ASK_AGAIN_MS) return;
    this.#askedAt = Date.now();
    this.connection.send({ type: "since", ...this.#position() });
  }

  /** Fetches the snapshot. One that is on its way when this is asked may be older than what the asking is about. */
  #refresh(): Promise<void> {
    this.#told += 1;
    this.#refreshing ??= this.#fetchSnapshot().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #fetchSnapshot(): Promise<void> {
    let again = 0;
    this.#tries = 0;
    while (this.running) {
      const told = this.#told;
      try {
        const snapshot = await this.#snapshots.fetch();
        const { epoch, seq } = this.#position();
        const isOlder = snapshot.epoch === epoch && snapshot.seq < seq;
        if ((isOlder || told !== this.#told) && again++ < MOST_AGAIN) continue;
        const { isNew, sentAt, receivedAt } = this.#snapshots;
        if (isNew) this.time.sample(snapshot.server_time, sentAt, receivedAt);
        this.#gathering.drop();
        this.confirmed = snapshot;
        this.#ballotSeq = 0;
        this.seenAt = null;
        this.heardAt = this.serverNow();
        this.refreshed();
        this.connection.send({ type: "since", ...this.#position() });
        return;
      } catch (error) {
        if (!this.running || this.connection.failed(error)) return;
        await this.#snapshots.patience.pause(askedBy(error), backoff(this.#tries++));
      }
    }
  }
}
