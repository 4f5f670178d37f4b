const window = 60_000;
const most = 3;

/** How often a host that ends by itself is started again: three times in a minute. */
export class RestartPolicy {
  readonly #now: () => number;
  #restarts: number[] = [];

  /** `now` gives milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Whether the host may be started again now; if so, it counts as started. */
  allows(): boolean {
    const now = this.#now();
    this.#restarts = this.#restarts.filter((restart) => now - restart < window);
    if (this.#restarts.length >= most) {
      return false;
    }

    this.#restarts.push(now);
    return true;
  }

  /** The user asked for a start: what was before does not count. */
  forget(): void {
    this.#restarts = [];
  }
}
