// A run: one thing asked of the model, from the click to the accepted (or declined) result. The job is main's view of the same;
// a run also knows the words and the preview that have come so far, and where the result goes.
import type { Redraw } from '../../../common/ipc/contract';
import type { Failure, GenerationMode, Job } from '../../../common/domain/job';
import type { GenerationTarget } from '../../editor/commands/generation-commands';

export type RunPhase = 'starting' | 'queued' | 'running' | 'stopping' | 'stopped' | 'suggested' | 'failed' | 'ready';

/** A picture drawn by itself because its words were edited: it comes quietly, and takes the place of the one before it. */
export interface FollowWish {
  readonly pictureId: string; // of the picture to come
  readonly replaces: string | null; // the picture of the same burst of editing, if there was one already
}

/** What is asked: enough to ask for it again. */
export interface RunSpec {
  readonly storyId: string;
  readonly panelId: string;
  readonly target: GenerationTarget;
  readonly mode: GenerationMode;
  readonly givenText: string; // what the model continues or draws
  readonly baseText: string; // the panel's text when the work began
  readonly image: string | null; // content hash of a picture that the words shall tell of
  readonly thenContinue: boolean; // whether the model goes on with the next panel afterwards
  readonly seed?: number; // absent: a fresh one
  readonly redraw?: Redraw; // the picture that is drawn over
  readonly follow?: FollowWish;
  /** A dialog shows the result and asks the writer about it: it does not go into the story by itself. */
  readonly trial?: true;
  /** The words stay a suggestion when they are finished, until the writer takes or discards them. */
  readonly isSuggestion?: boolean;
}

export interface Run extends RunSpec {
  readonly key: number;
  readonly jobId: string | null; // null until main has taken it
  readonly phase: RunPhase;
  readonly text: string | null; // the model's words so far
  readonly previewUrl: string | null;
  readonly job: Job | null;
  readonly failure: Failure | null;
  readonly takenTo: number; // so much of the text the writer has taken already
  readonly isDiscarded: boolean; // nothing of it is wanted any more; it only has to stop
}

const endedPhases: ReadonlySet<RunPhase> = new Set(['stopped', 'suggested', 'failed', 'ready']);
/** ready: a trial has come to its end and waits for the writer's word; suggested: so do words. */
export const isActive = ({ phase }: Run): boolean => !endedPhases.has(phase);

/** Asked for on the board by the writer: not by the studio itself, and not in a dialog that looks after it. */
export const isAsked = (run: Run): boolean => run.follow === undefined && run.trial === undefined;

/** Whether an ended run has nothing more to say once this is asked: the same panel again, or a new panel after one that failed. */
export const isReplacedBy = (run: Run, spec: RunSpec): boolean => {
  if (isActive(run)) return false;
  const failedNewPanel = run.phase === 'failed' && run.target.kind === 'new' && spec.target.kind === 'new';
  return run.panelId === spec.panelId || (failedNewPanel && run.storyId === spec.storyId);
};

export const newRun = (key: number, spec: RunSpec): Run => ({
  ...spec,
  key,
  jobId: null,
  phase: 'starting',
  text: null,
  previewUrl: null,
  job: null,
  failure: null,
  takenTo: 0,
  isDiscarded: false,
});

/** Whether a stopped run left words that the writer may want to keep. */
export const hasWordsToKeep = (run: Run): boolean =>
  !run.isDiscarded &&
  run.mode !== 'picture' &&
  run.text !== null &&
  suggestedText(run).trim() !== '' &&
  run.text.trim() !== run.givenText.trim();

/** Where the words begin that are only suggested: behind what the model was given and what the writer has taken of it. */
export const takenEnd = (run: Run): number =>
  Math.max(run.takenTo, run.text?.startsWith(run.givenText) === true ? run.givenText.length : 0);

/** The words that are not in the story yet. */
export const suggestedText = (run: Run): string => run.text?.slice(takenEnd(run)) ?? '';
