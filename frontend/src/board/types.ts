import type { Activity, CommandArgs, CommandName } from "../protocol/types";

export type { Action, Activity, Cluster, Column, Command, Idea, IdeaComment as Comment, Participant, RaisedHand, State, Suggestion, Workshop } from "../protocol/types";
export type ActivityKind = Activity["kind"];

/** A command before it has got its id. */
export type Order = { [N in CommandName]: { name: N; args: CommandArgs[N] } }[CommandName];

/** What the page that opens the board tells it. */
export interface Boot {
  workshop: string;
  code: string;
  user: { id: string; name: string };
  language: string;
}
