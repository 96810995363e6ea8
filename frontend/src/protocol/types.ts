import type {
  Ack,
  Bye,
  CommandArgs,
  Error as ErrorFrame,
  Events,
  HandsFrame,
  Hello,
  Online,
  Pong,
  Resync,
  Snapshot,
  You,
} from "./generated";

export type {
  Action,
  Activity,
  ActivitySettings,
  Card,
  Cluster,
  Column,
  CommandArgs,
  Events,
  Hands,
  Idea,
  IdeaComment,
  Me,
  Participant,
  RaisedHand,
  Result,
  Snapshot,
  Timer,
  Workshop,
  You,
} from "./generated";

/** What a client holds: a snapshot, moved on by events. `server_time` stays that of the snapshot. */
export type State = Snapshot;
export type Event = Events["events"][number];
export type EventType = Event["type"];
export type ServerFrame = Hello | Events | Ack | You | Online | HandsFrame | Resync | Bye | Pong | ErrorFrame;
export type CommandName = keyof CommandArgs;

/** One command with an id of the client's own, which makes sending it again harmless. */
export type Command = { [N in CommandName]: { id: string; name: N; args: CommandArgs[N] } }[CommandName];

export type ClientFrame =
  | { type: "push"; commands: Command[] }
  | { type: "since"; seq: number; epoch: string }
  | { type: "got"; seq: number }
  | { type: "ping"; t: number }
  | { type: "auth"; token: string };

/** A place in the workshop's log. */
export interface Position {
  epoch: string;
  seq: number;
}
