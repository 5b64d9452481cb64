// Which automatic snapshots may go: all of the last hour stay, then the newest of each hour of a day, of each day of a month, of
// each month. Named ones stay for good. Pure; the shelf deletes.

export interface ThinnedSnapshot {
  readonly id: string;
  readonly atMs: number;
  readonly named: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = 30 * DAY_MS;

/** The span of time of which one is enough, or null where every one stays. Spans are fixed in time, so that thinning twice is once. */
function spanOf(atMs: number, nowMs: number): string | null {
  const ageMs = nowMs - atMs;
  if (ageMs < HOUR_MS) return null; // also what a changed clock has put into the future
  if (ageMs < DAY_MS) return `hour ${Math.floor(atMs / HOUR_MS)}`;
  if (ageMs < MONTH_MS) return `day ${Math.floor(atMs / DAY_MS)}`;
  return `month ${new Date(atMs).toISOString().slice(0, 7)}`;
}

/** The ids of the snapshots that are no longer needed at `nowMs`. */
export function superfluousSnapshots(snapshots: readonly ThinnedSnapshot[], nowMs: number): string[] {
  const newestFirst = snapshots.filter(({ named }) => !named).sort((a, b) => b.atMs - a.atMs);
  const covered = new Set<string>();
  return newestFirst.flatMap(({ id, atMs }) => {
    const span = spanOf(atMs, nowMs);
    if (span === null) return [];
    if (covered.has(span)) return [id];
    covered.add(span);
    return [];
  });
}
