import type { I18n } from "../../i18n/i18n.svelte";
import { type Model, opinionsOf, ratingOf, type Standing } from "../../voting/standing";

const sv = {
  thumb_title: "Är förslagen på rätt väg?",
  thumb_lead: "Tumme upp eller ner. Hoppa över dem du inte har någon åsikt om.",
  agree_title: "Håller du med?",
  scale_title: "Vad ger det, och vad kostar det?",
  yours: "Dina svar",
  answers_of: "{done} av {n} svar",
  card_of: "Kort {at} av {n}",
  of: "{at} av {n}",
  previous: "Förra",
  next: "Nästa",
  thumb_on: "Vad tycker du om {title}?",
  thumb_up: "Tumme upp",
  thumb_down: "Tumme ner",
  disagree: "Håller inte med",
  pass: "Hoppa över",
  agree: "Håller med",
  take_back: "Ta bort mitt svar",
  benefit: "Nytta",
  benefit_least: "Liten",
  benefit_most: "Stor",
  effort: "Insats",
  effort_least: "Lätt",
  effort_most: "Svårt",
  map: "Nytta {benefit} och insats {effort} av 5",
  map_none: "Inte angett än",
  end_all: "Du har svarat på allt",
  end_all_lead: "Du kan gå tillbaka och ändra tills tiden är ute.",
  end_left: "{n} saknar svar|{n} saknar svar",
  end_left_lead: "Det är ditt val. Vill du svara på dem också?",
  to_unanswered: "Till det första utan svar",
  said_none: "Svaret på {title} är borta.",
  said_thumb: "{answer} för {title}. {done} av {n} svar.",
  said_card: "{answer}. {place}. {title}",
  said_rating: "{axis} {value} för {title}.",
  said_place: "{place}. {title}",
  closed_by_result: "Resultatet visas, så röstningen är stängd.",
  closed_by_result_lead: "Den som leder mötet har visat resultatet.",
  few: "{n} förslag har för få svar för att visas.|{n} förslag har för få svar för att visas.",
  unseen: "{n} av dina röster ligger på ett förslag som inte visas längre.|{n} av dina röster ligger på ett förslag som inte visas längre.",
  unseen_lead: "Visas det igen räknas den. Du kan också ta tillbaka den.|Visas det igen räknas de. Du kan också ta tillbaka dem.",
  unseen_take: "Ta tillbaka rösten|Ta tillbaka rösterna",
  unseen_title: "ett förslag som inte visas längre",
  more: "och {n} till",
  result_thumb: "{for} upp, {against} ner",
  result_agree: "{for} håller med, {against} inte",
  result_scale: "nytta {benefit}, insats {effort}",
  thanks_answers: "{who} lämnade {ideas} och gav {n} svar.",
};

export type VoteKey = keyof typeof sv;

const en: Record<VoteKey, string> = {
  thumb_title: "Are the proposals on the right track?",
  thumb_lead: "Thumb up or down. Skip those you have no opinion about.",
  agree_title: "Do you agree?",
  scale_title: "What does it give, and what does it take?",
  yours: "Your answers",
  answers_of: "{done} of {n} answer|{done} of {n} answers",
  card_of: "Card {at} of {n}",
  of: "{at} of {n}",
  previous: "Previous",
  next: "Next",
  thumb_on: "What do you think of {title}?",
  thumb_up: "Thumb up",
  thumb_down: "Thumb down",
  disagree: "Disagree",
  pass: "Skip",
  agree: "Agree",
  take_back: "Remove my answer",
  benefit: "Benefit",
  benefit_least: "Small",
  benefit_most: "Large",
  effort: "Effort",
  effort_least: "Easy",
  effort_most: "Hard",
  map: "Benefit {benefit} and effort {effort} out of 5",
  map_none: "Not rated yet",
  end_all: "You have answered everything",
  end_all_lead: "You can go back and change until time is out.",
  end_left: "{n} has no answer|{n} have no answer",
  end_left_lead: "It is your choice. Would you like to answer them too?",
  to_unanswered: "To the first without an answer",
  said_none: "The answer to {title} is gone.",
  said_thumb: "{answer} for {title}. {done} of {n} answers.",
  said_card: "{answer}. {place}. {title}",
  said_rating: "{axis} {value} for {title}.",
  said_place: "{place}. {title}",
  closed_by_result: "The result is shown, so voting is closed.",
  closed_by_result_lead: "The person leading the meeting has shown the result.",
  few: "{n} proposal has too few answers to be shown.|{n} proposals have too few answers to be shown.",
  unseen: "{n} of your votes is on a proposal that is not shown any more.|{n} of your votes are on a proposal that is not shown any more.",
  unseen_lead: "If it is shown again it counts. You can also take it back.|If it is shown again they count. You can also take them back.",
  unseen_take: "Take back the vote|Take back the votes",
  unseen_title: "a proposal that is not shown any more",
  more: "and {n} more",
  result_thumb: "{for} up, {against} down",
  result_agree: "{for} agree, {against} do not",
  result_scale: "benefit {benefit}, effort {effort}",
  thanks_answers: "{who} gave {ideas} and {n} answer.|{who} gave {ideas} and {n} answers.",
};

/** Sentences of the models of voting, which only the screens of the vote and its result bring along. */
export const voteWords = { sv, en };

/** How one proposal came out, in words. */
export function resultText(i18n: Pick<I18n<"points">, "lang" | "t" | "with">, model: Model, { points, answers }: Standing): string {
  const t = i18n.with(voteWords);
  const rating = ratingOf(answers);
  if (rating) {
    const number = new Intl.NumberFormat(i18n.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return t("result_scale", { benefit: number.format(rating.benefit), effort: number.format(rating.effort) });
  }
  if (model === "thumb" || model === "agree") return t(`result_${model}`, { ...opinionsOf(answers) });
  return i18n.t("points", { n: points ?? 0 });
}
