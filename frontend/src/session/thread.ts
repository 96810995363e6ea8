import type { Idea, State } from "../protocol/types";
import { isOf } from "./reducer";

export interface Remark {
  comment: State["comments"][number];
  /** The number of the part that it is about, where the idea has taken others in. */
  part: number | undefined;
}

/** What is said about an idea, and about what was merged into it. */
export function threadOf({ comments }: Pick<State, "comments">, idea: Idea): Remark[] {
  return comments
    .filter((comment) => isOf(idea, comment.idea))
    .map((comment) => ({ comment, part: idea.merged[idea.merged_ids.indexOf(comment.idea)] }));
}
