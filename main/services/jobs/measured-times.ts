// How long work of one name has taken so far: what an honest estimate rests on. Measured in this run only; no guess before the first.

const KEPT = 9;

export class MeasuredTimes {
  readonly #times = new Map<string, number[]>();

  add(name: string, ms: number): void {
    this.#times.set(name, [...(this.#times.get(name) ?? []), ms].slice(-KEPT));
  }

  /** The median of the last few; null when nothing was measured. */
  typical(name: string): number | null {
    const times = this.#times.get(name)?.toSorted((a, b) => a - b) ?? [];
    const middle = Math.floor(times.length / 2);
    if (times.length === 0) return null;
    return times.length % 2 === 1 ? times[middle]! : (times[middle - 1]! + times[middle]!) / 2;
  }
}
