/* Generated from ideahub/protocol by `npm run generate`. Not edited by hand. */

export type Audience = "participant" | "staff" | "projector";

export interface Ack {
  type: "ack";
  results: Result[];
}
/**
 * The outcome of one command; `code` and `detail` say why it was refused, `repeat` that it was decided before.
 */
export interface Result {
  id: string;
  ok: boolean;
  seq?: number | null;
  code?:
    | (
        | "invalid"
        | "not_open"
        | "not_allowed"
        | "not_found"
        | "budget_spent"
        | "cap_reached"
        | "muted"
        | "too_fast"
        | "closed"
      )
    | null;
  detail?: string | null;
  field?: string | null;
  repeat?: boolean | null;
  number?: number | null;
  status?: string | null;
  points_left?: number | null;
}
/**
 * `owner_email` is null for all but staff.
 */
export interface Action {
  id: string;
  title: string;
  owner_name: string;
  owner_org: string;
  due_on: string | null;
  status: "draft" | "open" | "accepted" | "in_progress" | "needs_help" | "done" | "dropped";
  ideas: string[];
  owner_email?: string | null;
}
export interface ActionClaimArgs {
  action: string;
  name: string;
  email: string;
}
/**
 * `suggestion` is the one that is taken up with it.
 */
export interface ActionCreateArgs {
  action: string;
  title: string;
  owner_name?: string;
  owner_org?: string;
  owner_email?: string;
  due_on?: string | null;
  status?: ("draft" | "open" | "accepted" | "in_progress" | "needs_help" | "done" | "dropped") | null;
  /**
   * @maxItems 100
   */
  ideas?: string[];
  suggestion?: string | null;
}
export interface ActionCreated {
  seq: number;
  action: Action;
  type: "action.created";
}
export interface ActionRemoveArgs {
  action: string;
}
export interface ActionRemoved {
  seq: number;
  id: string;
  type: "action.removed";
}
export interface ActionSuggestArgs {
  suggestion: string;
  title: string;
}
/**
 * A field that is not sent stays as it is.
 */
export interface ActionUpdateArgs {
  action: string;
  title?: string | null;
  owner_name?: string | null;
  owner_org?: string | null;
  owner_email?: string | null;
  due_on?: string | null;
  status?: ("draft" | "open" | "accepted" | "in_progress" | "needs_help" | "done" | "dropped") | null;
  ideas?: string[] | null;
}
export interface ActionUpdated {
  seq: number;
  action: Action;
  type: "action.updated";
}
export interface Activity {
  id: string;
  kind: "gather" | "collect" | "group" | "vote" | "discuss" | "commit" | "close";
  title: string;
  minutes: number | null;
  position: number;
  settings: ActivitySettings;
  started_at: string | null;
  closed_at: string | null;
  clock_ended_at?: string | null;
}
/**
 * What an activity lets people do. Limits are counts, times are seconds.
 *
 * Null is no limit; for `show_others_after_s` it is not before the next activity. `while_grouping`: ideas are taken while
 * a grouping that follows is on, too.
 */
export interface ActivitySettings {
  columns: string[] | null;
  review: boolean;
  hold_flagged: boolean;
  anonymous: boolean;
  max_chars: number;
  while_grouping: boolean;
  max_ideas_per_person: number | null;
  tables: number;
  show_others_after_s: number | null;
  grace_s: number;
  late_s: number;
  comments: boolean;
  target: "ideas" | "clusters";
  model: "points" | "thumb" | "agree" | "scale";
  votes_per_person: number;
  max_per_target: number;
  show_results: "live" | "after_close" | "manual";
  top_n: number;
  prompt: string | null;
  max_actions: number | null;
  require_owner: boolean;
  require_due: boolean;
  default_due_in_days: number;
  [k: string]: unknown;
}
export interface ActivityStartArgs {
  activity: string;
}
export interface ActivityStarted {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "activity.started";
}
/**
 * `took_part`: how many joined, once nobody else can.
 */
export interface Workshop {
  id: string;
  code: string;
  title: string;
  purpose: string;
  language: string;
  status: "draft" | "open" | "closed";
  activity: string | null;
  timer: Timer;
  spotlight: string | null;
  totals: "hidden" | "shown";
  settings: {
    [k: string]: unknown;
  };
  locked: boolean;
  voted: number;
  done: number;
  vote_activity: string | null;
  arena: string | null;
  starts_at: string | null;
  join_url: string;
  reported_at: string | null;
  took_part: number | null;
  tables: Table[];
}
export interface Timer {
  ends_at?: string | null;
  paused_s?: number | null;
}
/**
 * A table that a phone has written for: who holds its pen (`holder`, staff only), or that it waits for the next phone.
 */
export interface Table {
  number: number;
  pen: "taken" | "offered" | "free";
  since: string;
  holder?: string | null;
}
export interface Bye {
  type: "bye";
  reason: string;
  retry_after_s: number;
}
/**
 * What anybody with the code may see before joining. `anonymous`: no step shows names at ideas.
 *
 * `minutes` as planned. `joined`: how many have, as it was at most a second ago.
 */
export interface Card {
  title: string;
  language: string;
  status: string;
  columns: number;
  anonymous: boolean;
  arena: string;
  place: string;
  starts_at: string | null;
  minutes: number | null;
  joined: number;
}
export interface Cluster {
  id: string;
  column: string | null;
  title: string;
  position: number;
  points: number | null;
  answers?: Opinions | Thumbs | Ratings | null;
}
export interface Opinions {
  for: number;
  against: number;
  passed: number;
}
export interface Thumbs {
  for: number;
  against: number;
}
/**
 * How many rated it 1, 2, 3, 4 and 5.
 */
export interface Ratings {
  benefit: number[];
  effort: number[];
}
export interface ClusterCreateArgs {
  cluster: string;
  title: string;
  column?: string | null;
  /**
   * @maxItems 1000
   */
  ideas?: string[];
}
export interface ClusterCreated {
  seq: number;
  cluster: Cluster;
  type: "cluster.created";
}
export interface ClusterMergeArgs {
  cluster: string;
  into: string;
}
export interface ClusterMerged {
  seq: number;
  id: string;
  type: "cluster.merged";
  into: Cluster;
}
export interface ClusterMoveArgs {
  cluster: string;
  column?: string | null;
  before?: string | null;
}
export interface ClusterMoved {
  seq: number;
  cluster: Cluster;
  type: "cluster.moved";
}
export interface ClusterRemoveArgs {
  cluster: string;
}
export interface ClusterRemoved {
  seq: number;
  id: string;
  type: "cluster.removed";
}
export interface ClusterRenameArgs {
  cluster: string;
  title: string;
}
export interface ClusterRenamed {
  seq: number;
  cluster: Cluster;
  type: "cluster.renamed";
}
/**
 * Brings back one that was removed or merged, with these ideas and the votes it had.
 */
export interface ClusterRestoreArgs {
  cluster: string;
  /**
   * @maxItems 1000
   */
  ideas?: string[];
}
export interface Column {
  id: string;
  title: string;
  position: number;
  shape: "circle" | "square" | "triangle" | "diamond" | "ring" | "bar";
}
/**
 * Body of `POST …/commands/`.
 */
export interface CommandsBody {
  /**
   * @minItems 1
   * @maxItems 50
   */
  commands: {
    [k: string]: unknown;
  }[];
}
export interface Comment {
  id: string;
  text: string;
  author: string | null;
  created_at: string;
}
export interface CommentAddArgs {
  comment: string;
  idea: string;
  text: string;
}
/**
 * `idea` is the idea's id, `comments` how many it has now, or how many the one has that it was merged into.
 */
export interface CommentAdded {
  seq: number;
  type: "comment.added";
  idea: string;
  comment: Comment;
  comments: number;
}
export interface CommentRemoveArgs {
  comment: string;
}
/**
 * `id` is the comment's, `idea` the idea's it was about, `comments` as in `comment.added`.
 */
export interface CommentRemoved {
  seq: number;
  id: string;
  type: "comment.removed";
  idea: string;
  comments: number;
}
/**
 * Puts back one that was removed.
 */
export interface CommentRestoreArgs {
  comment: string;
}
/**
 * What the text on personal data says of this meeting. `operator` and `contact` may be empty, `text` is the arena's own paragraph
 * in the asker's language, else in the other one (`text_language`), `keep_months` 0: until somebody removes it.
 */
export interface DataFacts {
  operator: string;
  contact: string;
  text: string;
  text_language: string;
  text_sv: string;
  text_en: string;
  keep_months: number;
}
export interface Error {
  type: "error";
  code: string;
  detail: string;
}
export interface Events {
  type: "events";
  after: number;
  upto: number;
  events: (
    | IdeaCaptured
    | IdeaEdited
    | IdeaShown
    | IdeaHidden
    | IdeaWithdrawn
    | IdeaErased
    | IdeaMoved
    | IdeaMerged
    | IdeaSplit
    | ClusterCreated
    | ClusterRenamed
    | ClusterMoved
    | ClusterMerged
    | ClusterRemoved
    | CommentAdded
    | CommentRemoved
    | SupportChanged
    | WorkshopOpened
    | WorkshopChanged
    | WorkshopClosed
    | WorkshopReopened
    | WorkshopLocked
    | WorkshopUnlocked
    | ActivityStarted
    | TimerSet
    | SpotlightSet
    | TableChanged
    | TotalsShown
    | TotalsHidden
    | TallyChanged
    | ActionCreated
    | ActionUpdated
    | ActionRemoved
    | SuggestionMade
    | SuggestionChanged
    | SuggestionWithdrawn
    | ParticipantJoined
    | ParticipantMuted
    | ParticipantUnmuted
    | ReportSent
  )[];
}
export interface IdeaCaptured {
  seq: number;
  idea: Idea;
  type: "idea.captured";
}
/**
 * `participant` and `flags` are null for all but staff; `reason` is for staff and the author.
 */
export interface Idea {
  id: string;
  number: number;
  column: string | null;
  cluster: string | null;
  text: string;
  author: string | null;
  status: "shown" | "pending" | "hidden";
  position: number;
  created_at: string;
  edited_at: string | null;
  merged: number[];
  merged_texts: string[];
  merged_ids: string[];
  points: number | null;
  answers?: Opinions | Thumbs | Ratings | null;
  comments: number;
  supports?: number;
  room: boolean;
  table?: number | null;
  reason?: string | null;
  participant?: string | null;
  flags?: string[] | null;
}
export interface IdeaEdited {
  seq: number;
  idea: Idea;
  type: "idea.edited";
}
export interface IdeaShown {
  seq: number;
  idea: Idea;
  type: "idea.shown";
}
/**
 * `idea` is there for staff only, who go on seeing it.
 */
export interface IdeaHidden {
  seq: number;
  id: string;
  type: "idea.hidden";
  idea?: Idea | null;
}
export interface IdeaWithdrawn {
  seq: number;
  id: string;
  type: "idea.withdrawn";
}
/**
 * Its author removed the text of an idea that has its place; for one that was merged, the idea it was merged into.
 */
export interface IdeaErased {
  seq: number;
  idea: Idea;
  type: "idea.erased";
}
export interface IdeaMoved {
  seq: number;
  idea: Idea;
  type: "idea.moved";
}
export interface IdeaMerged {
  seq: number;
  id: string;
  type: "idea.merged";
  into: Idea;
}
/**
 * `from` is the idea it was part of, as it is now.
 */
export interface IdeaSplit {
  seq: number;
  idea: Idea;
  type: "idea.split";
  from: Idea;
}
/**
 * How many stand behind each idea whose support changed; never who.
 */
export interface SupportChanged {
  seq: number;
  type: "support.changed";
  supports: {
    [k: string]: number;
  };
}
export interface WorkshopOpened {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "workshop.opened";
}
/**
 * Title, purpose, columns, agenda or lock were changed; all of them stand here as they are now.
 */
export interface WorkshopChanged {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "workshop.changed";
  columns?: Column[] | null;
}
export interface WorkshopClosed {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "workshop.closed";
}
export interface WorkshopReopened {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "workshop.reopened";
}
export interface WorkshopLocked {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "workshop.locked";
}
export interface WorkshopUnlocked {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "workshop.unlocked";
}
export interface TimerSet {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "timer.set";
}
export interface SpotlightSet {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "spotlight.set";
}
/**
 * A table's pen was taken, handed over or put down.
 */
export interface TableChanged {
  seq: number;
  workshop: Workshop;
  activities?: Activity[] | null;
  type: "table.changed";
}
/**
 * A target that stands in `answers` and not in `points` has too few answers to be shown.
 */
export interface TotalsShown {
  seq: number;
  type: "totals.shown";
  points: {
    [k: string]: number;
  };
  answers?: {
    [k: string]: Opinions | Thumbs | Ratings | null;
  };
}
export interface TotalsHidden {
  seq: number;
  type: "totals.hidden";
}
/**
 * New totals of the targets that changed, as in `totals.shown`; `voted` and `done` count phones.
 */
export interface TallyChanged {
  seq: number;
  type: "tally.changed";
  points: {
    [k: string]: number;
  };
  answers?: {
    [k: string]: Opinions | Thumbs | Ratings | null;
  };
  voted: number;
  done: number;
}
export interface SuggestionMade {
  seq: number;
  suggestion: Suggestion;
  type: "suggestion.made";
}
/**
 * What somebody in the room proposes to do; `action` is what became of it. Told to staff, and to who made it.
 */
export interface Suggestion {
  id: string;
  title: string;
  status: "waiting" | "taken" | "declined";
  action: string | null;
  created_at: string;
}
/**
 * It was taken up, declined, or waits again.
 */
export interface SuggestionChanged {
  seq: number;
  suggestion: Suggestion;
  type: "suggestion.changed";
}
/**
 * Whoever made it took it back.
 */
export interface SuggestionWithdrawn {
  seq: number;
  id: string;
  type: "suggestion.withdrawn";
}
export interface ParticipantJoined {
  seq: number;
  participant: Participant;
  type: "participant.joined";
}
export interface Participant {
  id: string;
  name: string;
  muted: boolean;
  joined_at: string;
}
export interface ParticipantMuted {
  seq: number;
  participant: Participant;
  type: "participant.muted";
}
export interface ParticipantUnmuted {
  seq: number;
  participant: Participant;
  type: "participant.unmuted";
}
/**
 * `workshop` says when in its `reported_at`; it is lacking in logs from before it was told.
 */
export interface ReportSent {
  seq: number;
  type: "report.sent";
  version: number;
  workshop?: Workshop | null;
}
/**
 * An order to read in, the least shown first: ideas by their numbers and clusters, in bands of those alike.
 */
export interface Fair {
  ideas: number[][];
  clusters: string[][];
}
/**
 * For phones: the order to read in, as it is now.
 */
export interface FairFrame {
  ideas: number[][];
  clusters: string[][];
  type: "fair";
}
/**
 * Staff may name whose hand; a participant lowers their own.
 */
export interface HandLowerArgs {
  participant?: string | null;
}
export interface HandRaiseArgs {}
/**
 * Raised hands: the list is for staff, everybody else gets the number, and who waits their own place, from 1.
 */
export interface Hands {
  count: number;
  place?: number | null;
  hands?: RaisedHand[] | null;
}
export interface RaisedHand {
  participant: string;
  name: string;
  since: string;
}
export interface HandsFrame {
  count: number;
  place?: number | null;
  hands?: RaisedHand[] | null;
  type: "hands";
}
export interface Hello {
  type: "hello";
  epoch: string;
  seq: number;
  server_time: string;
  audience: Audience;
}
/**
 * `table` is the one that it was written for, 0 for none; where it is not said, the one whose pen the phone has.
 */
export interface IdeaCaptureArgs {
  idea: string;
  column?: string | null;
  text: string;
  table?: number | null;
}
/**
 * A comment with the idea it belongs to.
 */
export interface IdeaComment {
  id: string;
  text: string;
  author: string | null;
  created_at: string;
  idea: string;
}
export interface IdeaEditArgs {
  idea: string;
  text: string;
}
export interface IdeaEraseArgs {
  idea: string;
}
export interface IdeaHideArgs {
  /**
   * @minItems 1
   * @maxItems 1000
   */
  ideas: string[];
  reason?: string | null;
}
export interface IdeaMergeArgs {
  idea: string;
  into: string;
}
/**
 * A field that is not sent stays as it is; `cluster: null` takes the idea out of its cluster; `before: null` puts it last.
 */
export interface IdeaMoveArgs {
  idea: string;
  column?: string | null;
  cluster?: string | null;
  before?: string | null;
}
/**
 * Brings back what one took back oneself, under its own number.
 */
export interface IdeaRestoreArgs {
  idea: string;
}
export interface IdeaShowArgs {
  /**
   * @minItems 1
   * @maxItems 1000
   */
  ideas: string[];
}
export interface IdeaSplitArgs {
  idea: string;
}
/**
 * Whether one stands behind somebody else's idea.
 */
export interface IdeaSupportArgs {
  idea: string;
  on: boolean;
}
export interface IdeaWithdrawArgs {
  idea: string;
}
export interface JoinBody {
  name?: string | null;
  language?: ("sv" | "en") | null;
}
/**
 * What concerns one participant only. `table`: the number of the table it writes for, 0 for none.
 *
 * `supports`: the ideas it has given its support to, those that were merged since under their own ids. `erased_at`: when it last
 * removed all that it had left, told where it has.
 */
export interface Me {
  participant: string;
  name: string;
  ideas: Idea[];
  own: string[];
  supports?: string[];
  points: {
    [k: string]: number;
  };
  effort?: {
    [k: string]: number;
  };
  points_left: number;
  done: boolean;
  hand: boolean;
  muted: boolean;
  summary?: boolean;
  table?: number;
  suggestions?: Suggestion[];
  erased_at?: string | null;
}
/**
 * All that one has written, and one's support of what others have.
 */
export interface MineEraseArgs {}
/**
 * `degraded`, to staff: Redis is away, so that only one process's phones are counted and each limits the pace by itself.
 */
export interface Online {
  type: "online";
  count: number;
  degraded?: boolean | null;
}
export interface ParticipantMuteArgs {
  participant: string;
}
export interface ParticipantUnmuteArgs {
  participant: string;
}
export interface Pong {
  type: "pong";
  t: number;
  server_time: string;
}
export interface Resync {
  type: "resync";
  reason: string;
}
/**
 * Body of `POST …/shown/`: ideas, and clusters that are voted on, that were on the screen.
 */
export interface ShownBody {
  /**
   * @minItems 1
   * @maxItems 200
   */
  ideas: string[];
}
export interface Snapshot {
  epoch: string;
  seq: number;
  server_time: string;
  workshop: Workshop;
  activities: Activity[];
  columns: Column[];
  clusters: Cluster[];
  ideas: Idea[];
  actions: Action[];
  suggestions?: Suggestion[] | null;
  comments: IdeaComment[];
  online: number;
  degraded?: boolean | null;
  hands: Hands;
  participants?: Participant[] | null;
  me: Me | null;
  fair?: Fair | null;
  shown_on?: {
    [k: string]: number;
  } | null;
}
export interface SpotlightSetArgs {
  idea?: string | null;
}
export interface SuggestionDeclineArgs {
  suggestion: string;
}
/**
 * Takes a decline back: it waits again.
 */
export interface SuggestionRestoreArgs {
  suggestion: string;
}
/**
 * Its author takes it back.
 */
export interface SuggestionWithdrawArgs {
  suggestion: string;
}
/**
 * `ticket` is a secret of the phone's: it lets the same phone take the request back, and says nothing about whose it is.
 */
export interface SummaryRequestArgs {
  email: string;
  ticket?: string | null;
}
export interface SummaryWithdrawArgs {
  ticket: string;
}
/**
 * Staff say which table; a phone leaves the one it writes for.
 */
export interface TableLeaveArgs {
  table?: number | null;
}
export interface TablePassArgs {}
export interface TableTakeArgs {
  table: number;
}
/**
 * One of both, or neither: no clock at all.
 */
export interface TimerSetArgs {
  ends_at?: string | null;
  paused_s?: number | null;
}
export interface TotalsHideArgs {}
export interface TotalsShowArgs {}
export interface VoteDoneArgs {
  done: boolean;
  activity?: string | null;
}
/**
 * The whole answer to one target: `points: null` takes it back where votes are not shared out; `effort` is for `scale`.
 *
 * `activity` is the vote that it was given in.
 */
export interface VoteSetArgs {
  target: string;
  points: number | null;
  effort?: number | null;
  activity?: string | null;
}
export interface WorkshopCloseArgs {}
export interface WorkshopLockArgs {}
export interface WorkshopOpenArgs {}
export interface WorkshopReopenArgs {}
export interface WorkshopUnlockArgs {}
/**
 * Only the fields of `me` that changed, each whole.
 */
export interface You {
  type: "you";
  name?: string | null;
  ideas?: Idea[] | null;
  own?: string[] | null;
  supports?: string[] | null;
  points?: {
    [k: string]: number;
  } | null;
  effort?: {
    [k: string]: number;
  } | null;
  points_left?: number | null;
  done?: boolean | null;
  hand?: boolean | null;
  muted?: boolean | null;
  summary?: boolean | null;
  table?: number | null;
  suggestions?: Suggestion[] | null;
  erased_at?: string | null;
}
/** What each command takes. */
export interface CommandArgs {
  "action.claim": ActionClaimArgs;
  "action.create": ActionCreateArgs;
  "action.remove": ActionRemoveArgs;
  "action.suggest": ActionSuggestArgs;
  "action.update": ActionUpdateArgs;
  "activity.start": ActivityStartArgs;
  "cluster.create": ClusterCreateArgs;
  "cluster.merge": ClusterMergeArgs;
  "cluster.move": ClusterMoveArgs;
  "cluster.remove": ClusterRemoveArgs;
  "cluster.rename": ClusterRenameArgs;
  "cluster.restore": ClusterRestoreArgs;
  "comment.add": CommentAddArgs;
  "comment.remove": CommentRemoveArgs;
  "comment.restore": CommentRestoreArgs;
  "hand.lower": HandLowerArgs;
  "hand.raise": HandRaiseArgs;
  "idea.capture": IdeaCaptureArgs;
  "idea.edit": IdeaEditArgs;
  "idea.erase": IdeaEraseArgs;
  "idea.hide": IdeaHideArgs;
  "idea.merge": IdeaMergeArgs;
  "idea.move": IdeaMoveArgs;
  "idea.restore": IdeaRestoreArgs;
  "idea.show": IdeaShowArgs;
  "idea.split": IdeaSplitArgs;
  "idea.support": IdeaSupportArgs;
  "idea.withdraw": IdeaWithdrawArgs;
  "mine.erase": MineEraseArgs;
  "participant.mute": ParticipantMuteArgs;
  "participant.unmute": ParticipantUnmuteArgs;
  "spotlight.set": SpotlightSetArgs;
  "suggestion.decline": SuggestionDeclineArgs;
  "suggestion.restore": SuggestionRestoreArgs;
  "suggestion.withdraw": SuggestionWithdrawArgs;
  "summary.request": SummaryRequestArgs;
  "summary.withdraw": SummaryWithdrawArgs;
  "table.leave": TableLeaveArgs;
  "table.pass": TablePassArgs;
  "table.take": TableTakeArgs;
  "timer.set": TimerSetArgs;
  "totals.hide": TotalsHideArgs;
  "totals.show": TotalsShowArgs;
  "vote.done": VoteDoneArgs;
  "vote.set": VoteSetArgs;
  "workshop.close": WorkshopCloseArgs;
  "workshop.lock": WorkshopLockArgs;
  "workshop.open": WorkshopOpenArgs;
  "workshop.reopen": WorkshopReopenArgs;
  "workshop.unlock": WorkshopUnlockArgs;
}
