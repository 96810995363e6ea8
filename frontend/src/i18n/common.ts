import { actionsEn } from "./actions.en";
import { actionsSv } from "./actions.sv";
import { stepsEn } from "./steps.en";
import { stepsSv } from "./steps.sv";

/** Words that every entry needs: steps, the clock, refusals by code. Spread into the entry's own catalogue. */
export const commonSv = { ...stepsSv, ...actionsSv };
export const commonEn: Record<CommonKey, string> = { ...stepsEn, ...actionsEn };

export type CommonKey = keyof typeof commonSv;

export { refusalKey } from "./refusal";
