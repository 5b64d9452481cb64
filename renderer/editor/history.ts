// The one undo history: labelled steps, each holding the ops that take it back. Pure functions over immutable data; the limit
// is generous because a step is a small diff, not a copy of the story.
import type { StepLabel } from './step-label';
import { joinInverses, type StoryOp } from './story-op';

/** At least 200 steps are promised to the writer; the rest is margin. */
export const HISTORY_LIMIT = 500;
/** A pause longer than this ends a burst of typing, and with it the step. */
export const BURST_MS = 1200;

export interface HistoryStep {
  readonly label: StepLabel;
  readonly ops: readonly StoryOp[]; // what takes the story back (in `past`) or forward again (in `future`)
  readonly group: string | null; // steps of one group may grow together while a burst lasts
  readonly kin: string | null; // the group it was made in, also when the burst has ended
  readonly atMs: number;
}

export interface History {
  readonly past: readonly HistoryStep[]; // newest last
  readonly future: readonly HistoryStep[]; // next to redo last
}

export const emptyHistory: History = { past: [], future: [] };

/** Adds a step, or lets the newest one grow when both belong to one burst. Whatever could be redone is gone afterwards. */
export function recordStep(history: History, step: HistoryStep): History {
  const last = history.past.at(-1);
  const joins =
    last !== undefined &&
    step.group !== null &&
    last.group === step.group &&
    history.future.length === 0 &&
    step.atMs - last.atMs <= BURST_MS;
  if (joins) {
    const grown: HistoryStep = { ...step, ops: joinInverses(step.ops, last.ops) };
    return { past: history.past.with(-1, grown), future: [] };
  }
  return { past: [...history.past, step].slice(-HISTORY_LIMIT), future: [] };
}

/**
 * Adds what the model made of the newest step to that step, so that one undo takes back both; a step of its own where the writer
 * has gone on to something else. The step keeps its label, and its burst neither ends nor lasts longer for it.
 */
export function recordFollowing(history: History, step: HistoryStep, kin: string): History {
  const last = history.past.at(-1);
  if (last === undefined || last.kin !== kin || history.future.length > 0) return recordStep(history, step);
  return { past: history.past.with(-1, { ...last, ops: joinInverses(step.ops, last.ops) }), future: [] };
}

/** Ends the running burst: the next change of the same group starts a step of its own. */
export function sealHistory(history: History): History {
  const last = history.past.at(-1);
  if (last === undefined || last.group === null) return history;
  return { ...history, past: history.past.with(-1, { ...last, group: null }) };
}
