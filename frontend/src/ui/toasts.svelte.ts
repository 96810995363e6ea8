const SHOWN_MS = 8000;

export interface Toast {
  text: string;
  /** What the button does, with its word. */
  action?: { label: string; run: () => void };
}

/** One message at a time; the newest replaces the one before it. */
export class Toasts {
  current: Toast | null = $state(null);
  held = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast): void {
    this.current = toast;
    this.#wait();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
    this.held = false;
  }

  /** Stays while it has focus or a pointer rests on it. */
  hold(held: boolean): void {
    this.held = held;
    if (held) clearTimeout(this.#timer);
    else if (this.current) this.#wait();
  }

  /** Its place on the screen is there. The answer is for when that goes: nobody is told then that it was let go. */
  readonly placed = (): (() => void) => () => this.hold(false);

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
  }
}
