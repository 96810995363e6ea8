import type { modelsSv } from "./models.sv";

export const modelsEn: Record<keyof typeof modelsSv, string> = {
  set_model: "How people vote",
  model_points: "Votes to share out",
  model_points_about: "Everybody gets some votes and puts them on the best.",
  model_thumb: "Thumb up or down",
  model_thumb_about: "A quick yes or no to each proposal.",
  model_agree: "Do you agree?",
  model_agree_about: "One card at a time: agree, disagree or skip.",
  model_scale: "Benefit and effort",
  model_scale_about: "Two questions about each proposal, 1 to 5. The result is a map.",
};
