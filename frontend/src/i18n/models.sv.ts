/** The ways to vote, as those who choose one read them: in the set-up and on the board. */
export const modelsSv = {
  set_model: "Så röstar man",
  model_points: "Röster att fördela",
  model_points_about: "Var och en får några röster och lägger dem på det bästa.",
  model_thumb: "Tumme upp eller ner",
  model_thumb_about: "Snabbt ja eller nej till varje förslag.",
  model_agree: "Håller du med?",
  model_agree_about: "Ett kort i taget: håller med, håller inte med eller hoppa över.",
  model_scale: "Nytta och insats",
  model_scale_about: "Två frågor om varje förslag, 1 till 5. Resultatet blir en karta.",
};

export type ModelKey = keyof typeof modelsSv;
