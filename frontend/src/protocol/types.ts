import type {
  Ack,
  Bye,
  CommandArgs,
  Error as ErrorFrame,
  Events,
  FairFrame,
  HandsFrame,
  Hello,
  Idea,
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
  DataFacts,
  Events,
  Fair,
  Hands,
  HandsFrame,
  Idea,
  IdeaComment,
  Me,
  Opinions,
  Participant,
  RaisedHand,
  Ratings,
  Result,
  Snapshot,
  Suggestion,
  Thumbs,
  Timer,
  Workshop,
  You,
} from "./generated";

/** How many answered what, where a vote has more to tell than a sum. */
export type Answers = NonNullable<Idea["answers"]>;

/** What a client holds: a snapshot, moved on by events. `server_time` stays that of the snapshot. */
export type State = Snapshot;
export type Event = Events["events"][number];
export type ServerFrame = Hello | Events | Ack | You | Online | HandsFrame | FairFrame | Resync | Bye | Pong | ErrorFrame;
export type CommandName = keyof CommandArgs;

/** One command with an id of the client's own, which makes sending it again harmless. `made`: when, by the server's clock. */
export type Command = { [N in CommandName]: { id: string; name: N; args: CommandArgs[N]; made?: string } }[CommandName];

export type ClientFrame =
  | { type: "push"; commands: Command[]; language?: "sv" | "en" | null }
  | { type: "since"; seq: number; epoch: string }
  | { type: "got"; seq: number }
  | { type: "shown"; ideas: string[] }
  | { type: "ping"; t: number }
  | { type: "auth"; token: string };

/** A place in the workshop's log. */
export interface Position {
  epoch: string;
  seq: number;
}
