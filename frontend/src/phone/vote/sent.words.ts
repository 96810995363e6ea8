const sv = {
  counts_by: "Räknas om det kommer fram innan resultatet visas, senast {n} minut efter slutet.|Räknas om det kommer fram innan resultatet visas, senast {n} minuter efter slutet.",
  counts_by_s: "Räknas om det kommer fram innan resultatet visas, senast {n} sekund efter slutet.|Räknas om det kommer fram innan resultatet visas, senast {n} sekunder efter slutet.",
  counts_in_time: "Räknas om det kommer fram innan röstningen är slut.",
  part_points: "Röster på {n} förslag|Röster på {n} förslag",
  part_answers: "Svar på {n} förslag|Svar på {n} förslag",
  has_points: "Mötet har dina röster som de står här.",
  has_answers: "Mötet har dina svar som de står här.",
  lost: "Röster som inte kom med",
  lost_points: "Din senaste röst på {n} förslag kom inte med.|Dina senaste röster på {n} förslag kom inte med.",
  lost_answers: "Ditt senaste svar på {n} förslag kom inte med.|Dina senaste svar på {n} förslag kom inte med.",
  lost_done: "Mötet fick inte veta att du är klar.",
  lost_undone: "Mötet fick inte veta att du ändrade dig.",
  left_points: "Från dig räknas {n} röst.|Från dig räknas {n} röster.",
  left_answers: "Från dig räknas {n} svar.|Från dig räknas {n} svar.",
  left_none: "Inget från dig räknas.",
  left_before: "Det mötet hade fått innan räknas som vanligt.",
};

const en: Record<keyof typeof sv, string> = {
  counts_by: "Counts if it arrives before the result is shown, {n} minute after the end at the latest.|Counts if it arrives before the result is shown, {n} minutes after the end at the latest.",
  counts_by_s: "Counts if it arrives before the result is shown, {n} second after the end at the latest.|Counts if it arrives before the result is shown, {n} seconds after the end at the latest.",
  counts_in_time: "Counts if it arrives before the vote ends.",
  part_points: "Votes on {n} proposal|Votes on {n} proposals",
  part_answers: "Answers to {n} proposal|Answers to {n} proposals",
  has_points: "The meeting has your votes as they stand here.",
  has_answers: "The meeting has your answers as they stand here.",
  lost: "Votes that were not counted",
  lost_points: "Your latest vote on {n} proposal was not counted.|Your latest votes on {n} proposals were not counted.",
  lost_answers: "Your latest answer to {n} proposal was not counted.|Your latest answers to {n} proposals were not counted.",
  lost_done: "The meeting was not told that you are done.",
  lost_undone: "The meeting was not told that you changed your mind.",
  left_points: "From you {n} vote counts.|From you {n} votes count.",
  left_answers: "From you {n} answer counts.|From you {n} answers count.",
  left_none: "Nothing from you counts.",
  left_before: "What the meeting had before counts as usual.",
};

/** What is said of votes on their way, and of those that were refused. */
export const sentWords = { sv, en };
