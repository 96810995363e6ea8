/** How the names of all drafts of the board begin; then come whose it is and of which workshop. */
export const ALL_DRAFTS = "board.draft.";
