import type { Column, DataFacts } from "../protocol/types";

export type Role = "organizer" | "facilitator" | "reader";
export type Language = "sv" | "en";
export type Kind = "gather" | "collect" | "group" | "vote" | "discuss" | "commit" | "close";
export type Shape = Column["shape"];

export interface Me {
  email: string;
  name: string;
  language: Language;
  may_make_arenas: boolean;
}

export interface Arena {
  id: string;
  name: string;
  place: string;
  date: string | null;
  language: Language;
  /** What it says of personal data itself; empty where it is as the installation says. */
  controller: string;
  data_contact: string;
  data_text: string;
  data_text_en: string;
  role: Role;
  meetings: number;
}

/** What its organizers change. */
export type ArenaSettings = Pick<Arena, "name" | "place" | "date" | "controller" | "data_contact" | "data_text" | "data_text_en">;

export interface Meeting {
  id: string;
  arena: string;
  arena_name: string;
  role: Role;
  title: string;
  place: string;
  status: "draft" | "open" | "closed";
  locked: boolean;
  code: string;
  starts_at: string | null;
  minutes: number | null;
  opened_at: string | null;
  closed_at: string | null;
  people: number;
  ideas: number;
  columns: number;
  step: { id: string; kind: Kind; title: string } | null;
  step_number: number;
  timer_ends_at: string | null;
  timer_paused_s: number | null;
  report: "due" | "writing" | "written" | "sent" | "failed" | null;
  missing: number;
  /** Who is to lead it, which may be nobody. */
  leaders: { member: number; name: string }[];
  /** How many tables it is planned for; 0 without. */
  tables: number;
}

/** All who may lead a meeting. */
export interface Leaders {
  arena: string;
  may_invite: boolean;
  people: { member: number; name: string; email: string; is_me: boolean; leads: boolean }[];
}

export type Wait =
  "review" | "overtime" | "start" | "no_leader" | "unready" | "report_failed" | "mail_failed" | "late" | "needs_help" | "no_owner";

export interface Waiting {
  kind: Wait;
  workshop: string;
  title: string;
  count: number;
  name: string;
  /** Of a meeting that nobody leads, where it is known. */
  since: string | null;
}

export interface Progress {
  workshop: string;
  title: string;
  done: number;
  in_progress: number;
  late: number;
  not_started: number;
}

export interface Overview {
  meetings: Meeting[];
  waiting: Waiting[];
  follow_up: Progress[];
}

export interface Figures {
  meeting: Meeting;
  pace: number[];
  pending: number;
}

export interface ArenaFigures {
  server_time: string;
  meetings: Figures[];
}

export interface Template {
  key: string;
  title: string;
  about: string;
  minutes: number | null;
  columns: string[];
  steps: { kind: Kind; title: string; minutes: number | null }[];
}

/** What a step lets people do; unknown settings travel along untouched. */
export interface StepSettings {
  [name: string]: unknown;
  /** The columns that it asks about; none means all. */
  columns?: string[] | null;
  review: boolean;
  hold_flagged: boolean;
  anonymous: boolean;
  comments: boolean;
  max_chars: number;
  max_ideas_per_person: number | null;
  tables: number;
  show_others_after_s: number | null;
  grace_s: number;
  late_s: number;
  while_grouping: boolean;
  prompt: string | null;
  target: "ideas" | "clusters";
  model: "points" | "thumb" | "agree" | "scale";
  votes_per_person: number;
  max_per_target: number;
  show_results: "live" | "after_close" | "manual";
  top_n: number;
  require_owner: boolean;
  require_due: boolean;
  default_due_in_days: number;
  max_actions: number | null;
}

export interface ColumnPlan {
  id: string;
  title: string;
  shape: Shape;
}

export interface StepPlan {
  id: string;
  kind: Kind;
  title: string;
  minutes: number | null;
  settings: StepSettings;
}

/** What set-up edits. `minutes`: how long the meeting is to last, null without an end. */
export interface Plan {
  title: string;
  purpose: string;
  place: string;
  /** What the authority registers it under; for its report. */
  case_number: string;
  language: Language;
  starts_at: string | null;
  minutes: number | null;
  partners: string[];
  recipients: string[];
  columns: ColumnPlan[];
  activities: StepPlan[];
}

export type LackCode = "title" | "columns" | "column_title" | "steps" | "step_title" | "too_long";
export type Part = "question" | "steps" | "people" | "data";

export interface Missing {
  code: LackCode;
  part: "question" | "steps";
  id: string | null;
}

export interface Setup extends Omit<Plan, "columns" | "activities"> {
  id: string;
  version: string;
  arena: string;
  arena_name: string;
  role: Role;
  status: "draft" | "open" | "closed";
  code: string;
  join_url: string;
  columns: (ColumnPlan & { in_use: boolean })[];
  activities: (StepPlan & { in_use: boolean; current: boolean })[];
  /** How long it is kept after its close, 0 until somebody removes it; when a closed one goes by that. */
  keep_months: number;
  mail_before_removal: boolean;
  removed_on: string | null;
  told: DataFacts;
  /** Somebody has joined. */
  joined: boolean;
  missing: Missing[];
}

export type MailState = "waiting" | "sending" | "sent" | "failed";

export interface Member {
  id: number;
  name: string;
  email: string;
  role: Role;
  is_me: boolean;
  last_seen: string | null;
  invited_at: string | null;
  invitation: MailState | null;
}

export interface ReportInfo {
  version: number;
  state: "due" | "writing" | "written" | "sent" | "failed";
  created_at: string;
  sent_at: string | null;
  /** Its PDF is being made anew. */
  pdf_due: boolean;
  /** That was tried too often: it is as it was. */
  pdf_failed: boolean;
  deliveries: { recipient: string; state: MailState; tries: number; sent_at: string | null }[];
}

export interface MeetingNow {
  id: string;
  title: string;
  phones: number;
  ideas_a_minute: number;
  lag_ms: number | null;
  state: "good" | "slow" | "empty";
}

/** How the service stands now. `meetings` are one's own, the rest is of the whole installation. */
export interface Operations {
  server_time: string;
  status: "ready" | "degraded" | "down";
  checks: Partial<Record<"database" | "migrations" | "redis" | "worker", boolean>>;
  meetings: MeetingNow[];
  phones: number;
  gone: number;
  running: number;
  opening_soon: number;
  lag_ms: number | null;
  worst_today_ms: number | null;
  mail: { waiting: number; oldest_s: number; failed: number };
  history: { at: number; phones: number; meetings: number; lag_ms: number | null; mail: number }[];
}

export interface RehearsalFigures {
  joined: number;
  ideas_sent: number;
  ideas_arrived: number;
  /** Phones that did not show all at the end; null where it was given up before that. */
  unlike: number | null;
  screen_worst_s: number;
  votes_agree: boolean;
  /** Null: nothing came at all. */
  stages: { phones: number; ack_p95_s: number | null; screen_p95_s: number | null }[];
  seconds: number;
  /** The share of a core that the make-believe phones used at the most. */
  busy: number;
  colour: "green" | "yellow" | "red" | "unsure";
  comfortable: number;
}

export interface Rehearsal {
  id: string;
  workshop: string;
  title: string;
  phones: number;
  state: "due" | "running" | "done" | "stopped" | "failed";
  progress: { joined: number; ideas: number; seconds: number };
  figures: RehearsalFigures | null;
  problem: "" | "asked" | "people_came" | "unknown" | "unreachable" | "worker_died" | "lost" | "broke";
  ended_at: string | null;
}
