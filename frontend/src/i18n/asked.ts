const PLAIN_NAME = /^(Idéer|Ideas)$/;
const FITS_A_HEADING = 120;

/**
 * What people are asked to write about: the leader's question, else the step's name where it says more than «Idéer», else what
 * the meeting is for, if that fits a heading. Empty when nobody has said.
 */
export function askedIn(step: { title: string; settings: { prompt?: string | null } }, purpose: string): string {
  const name = PLAIN_NAME.test(step.title) ? "" : step.title;
  return step.settings.prompt || name || (purpose.length <= FITS_A_HEADING ? purpose : "");
}
