// Runs asynchronous work one piece after the other, in the order it came. Not a job queue: no priority, no cancel.

export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /** Runs `work` after everything that was added before; a failure of one piece does not stop the next. */
  add<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work, work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Resolves when all that was added so far has ended. */
  async idle(): Promise<void> {
    await this.#tail;
  }
}
