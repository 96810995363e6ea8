import type { ClientFrame, Position, ServerFrame } from "../protocol/types";
import { backoff } from "./backoff";
import { type Caller, Refused, Unreachable } from "./http";
import { PROBE_MS } from "./patience";
import { Poll } from "./poll";
import { Socket } from "./socket";

/** What still comes through within this time of the network's going says nothing of afterwards. */
const GOING_MS = 1000;
const FAILURES_BEFORE_POLL = 3;

/** Why a link will not be tried again: the answer would be the same. */
export type Stopped = "not_joined" | "not_allowed" | "not_found";
/** `offline`: the device itself has no network; `unreached`: it has one, and nobody answers. */
export type LinkKind = "connecting" | "live" | "reconnecting" | "offline" | "unreached" | "captive" | Stopped;

/** The server made nothing of what it was sent, or it was too large: the same would end the next socket too. */
const SPURNED = [1009, 4400, 4413];
const SPURNED_REST_MS = 3000;

/**
 * When a signed-in device shows anew who it is (ms), where its proof counted before: a change of its password gives it another
 * session, whose cookie comes with the answer to that change, a moment after the socket has ended.
 */
const SHOWN_ANEW_MS = [200, 800, 1800];

const FINAL: Record<number, Stopped> = { 4401: "not_joined", 4403: "not_allowed", 4404: "not_found" };

/** What an HTTP refusal says about the link, if anything. */
export function stoppedBy(error: Refused): Stopped | null {
  return ({ 401: "not_joined", 403: "not_allowed", 404: "not_found", 410: "not_found" } as const)[error.status] ?? null;
}

/** What a call without an answer says about the link. */
export function lostBy(error: Unreachable): LinkKind {
  if (error.captive) return "captive";
  return navigator.onLine === false ? "offline" : "unreached";
}

export interface LinkHandlers {
  position(): Position;
  frame(frame: ServerFrame): void;
  changed(kind: LinkKind): void;
  /** A socket was closed because of what it sent. */
  spurned(): void;
  /** The device is back, or somebody looks at it again: what waits is tried now. */
  nudged(): void;
}

/** Keeps a connection: a socket, with the long poll beside it after three failures, and back to a socket later. */
export class Link {
  #socket: Socket | null = null;
  #poll: Poll | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #failures = 0;
  #stopped = true;
  #connecting = false;
  /** What is left of `SHOWN_ANEW_MS`. */
  #anew: number[] = [];
  #kind: LinkKind = "connecting";
  /** Until when (ms) no other socket is opened, whoever waits: the server asked for it. */
  #askedUntil = 0;
  /** From when an answer proves that the device has a network (its milliseconds), since it lost one; 0 once something has. */
  #unplugged = 0;

  constructor(
    private readonly caller: Caller,
    private readonly handlers: LinkHandlers,
  ) {}

  /** How frames leave now; commands go by HTTP while the long poll stands in for the socket. */
  get way(): "socket" | "http" | null {
    // What is written into a socket that may be dead would lie there, and be told twice later.
    if (this.#unplugged) return null;
    // While the long poll stands in for sockets that came to nothing, another one has to answer first.
    if (this.#socket?.live && (this.#socket.proven || !this.#poll)) return "socket";
    return this.#kind === "live" && this.#poll ? "http" : null;
  }

  /** Whether it has ended, or has not begun. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Minds the device's network from now on. */
  start(): void {
    this.#stopped = false;
    addEventListener("online", this.nudge);
    addEventListener("pageshow", this.#shown);
    addEventListener("offline", this.#wentOffline);
    document.addEventListener("visibilitychange", this.#visible);
  }

  /** Connects, once there is a position to go on from. */
  connect(): void {
    if (this.#stopped || this.#connecting) return;
    this.#connecting = true;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#connecting = false;
    removeEventListener("online", this.nudge);
    removeEventListener("pageshow", this.#shown);
    removeEventListener("offline", this.#wentOffline);
    document.removeEventListener("visibilitychange", this.#visible);
    clearTimeout(this.#retry);
    this.#stopPolling();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** A call beside it got no answer. A socket that lives knows better; a poll that still waits for one is not to be believed. */
  doubt(error: Unreachable): void {
    // One that has ended stays so, whatever was still on its way.
    if (this.#stopped) return;
    const polls = this.#poll?.running;
    if (!polls && this.#kind === "live") return;
    // One that a socket has put to rest stays as the mark that something may have been passed over.
    if (polls) this.#stopPolling();
    this.#change(lostBy(error));
    if (polls) this.#startPolling();
  }

  /** A call was refused. True when it ends the link, since it says who may not be here. */
  refused(error: Refused): boolean {
    const reason = stoppedBy(error);
    if (reason) this.#giveUp(reason);
    return reason !== null;
  }

  /** Says what a call that failed means for the link; true when trying again is of no use. */
  failed(error: unknown): boolean {
    if (error instanceof Refused) {
      if (this.refused(error)) return true;
      this.doubt(new Unreachable(false));
    } else if (error instanceof Unreachable) this.doubt(error);
    else throw error;
    return false;
  }

  send(frame: ClientFrame): boolean {
    return this.#socket?.send(frame) ?? false;
  }

  /** Tests the link now, or connects now: the device is back, or somebody looks at it again. */
  nudge = (): void => {
    if (this.#stopped) return;
    // The device has a network again; whether it leads here is not known yet.
    if (this.#kind === "offline" && navigator.onLine !== false) {
      this.#unplugged = Math.min(this.#unplugged, Date.now());
      this.#change("reconnecting");
    }
    this.#attempt = 0;
    this.#poll?.probe(this.#unplugged > 0);
    this.handlers.nudged();
    if (this.#socket) return this.#socket.probe(PROBE_MS);
    if (this.#connecting) this.#connectIn(0);
  };

  /** Taken out of the browser's memory. A page that is opened says it too, and what it asks for has only just begun. */
  #shown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.nudge();
  };

  #visible = (): void => {
    if (document.visibilityState === "visible") this.nudge();
  };

  #wentOffline = (): void => {
    this.#unplugged = Date.now() + GOING_MS;
    this.#change("offline");
    setTimeout(() => this.#socket?.probe(PROBE_MS, true), GOING_MS);
  };

  #change(kind: LinkKind): void {
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.handlers.changed(kind);
  }

  #connect(): void {
    const { code, token, as } = this.caller;
    const lang = this.caller.language?.();
    const socket: Socket = new Socket({
      code,
      position: this.handlers.position(),
      ...(token ? { token } : {}),
      ...(as ? { as } : {}),
      ...(lang ? { lang } : {}),
      handlers: {
        frame: (frame) => this.#received(frame),
        closed: (closeCode) => {
          if (this.#socket === socket) this.#lost(closeCode);
        },
      },
    });
    this.#socket = socket;
  }

  #received(frame: ServerFrame): void {
    const poll = this.#poll;
    // From its greeting on the socket alone tells; what the poll still had on its way comes through it as well.
    if (frame.type === "hello") poll?.stop();
    if (this.#socket?.proven) {
      this.#attempt = this.#failures = 0;
      if (this.caller.as === "staff") this.#anew = [...SHOWN_ANEW_MS];
      this.#poll = null;
      // What was passed over is told anew.
      if (poll) this.send({ type: "since", ...this.handlers.position() });
    }
    if (frame.type === "bye") this.#rest(frame.retry_after_s * 1000);
    // It may have been read before what the poll has told: that is in order only behind the answer to what was asked after the greeting.
    if (!this.#poll || frame.type !== "you") this.handlers.frame(frame);
    // What was on its way when the network went says nothing of the network now; an answer to what was asked since does.
    if (frame.type === "hello" || (frame.type === "pong" && frame.t >= this.#unplugged)) this.#unplugged = 0;
    if (!this.#unplugged) this.#change("live");
  }

  #lost(closeCode: number): void {
    this.#socket = null;
    if (this.#stopped) return;
    const reason = FINAL[closeCode];
    const anew = reason === "not_joined" ? this.#anew.shift() : undefined;
    if (anew !== undefined) {
      this.#change("connecting");
      return this.#connectIn(anew);
    }
    if (reason) return this.#giveUp(reason);
    if (SPURNED.includes(closeCode)) {
      this.#rest(SPURNED_REST_MS);
      this.handlers.spurned();
    }
    this.#failures += 1;
    if (this.#failures >= FAILURES_BEFORE_POLL) this.#startPolling();
    else if (this.#kind !== "captive") this.#change(navigator.onLine === false ? "offline" : "reconnecting");
    this.#connectIn(backoff(this.#attempt++));
  }

  #rest(ms: number): void {
    this.#askedUntil = Date.now() + ms;
  }

  #connectIn(ms: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), Math.max(0, this.#askedUntil - Date.now()) + ms);
  }

  #giveUp(reason: Stopped): void {
    this.stop();
    this.#change(reason);
  }

  #startPolling(): void {
    if (this.#poll?.running) return;
    const poll = new Poll(this.caller, () => this.handlers.position(), {
      frame: (frame) => this.handlers.frame(frame),
      answered: () => {
        this.#unplugged = 0;
        this.#change("live");
      },
      failed: (error) => this.#change(lostBy(error)),
      refused: (error) => {
        if (!this.refused(error) && error.status >= 500) this.#change("reconnecting");
      },
    });
    this.#poll = poll;
    void poll.run();
  }

  #stopPolling(): void {
    this.#poll?.stop();
    this.#poll = null;
  }
}
