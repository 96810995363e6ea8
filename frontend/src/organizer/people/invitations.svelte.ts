import { Draft } from "../../ui/draft.svelte";

/** An invitation as it is written in one place, the same however often its line is closed and opened. An address goes with the tab. */
export class Invitation {
  readonly draft: Draft;
  /** It is on its way. */
  busy = $state(false);
  /** Why it could not be sent, in words. */
  fault = $state("");

  constructor(name: string) {
    this.draft = new Draft(`organizer.invite.${name}`, () => sessionStorage);
  }
}

const invitations = new Map<string, Invitation>();

export function invitationFor(name: string): Invitation {
  const invitation = invitations.get(name) ?? new Invitation(name);
  invitations.set(name, invitation);
  return invitation;
}
