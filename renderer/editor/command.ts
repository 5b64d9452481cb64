// What a command is: a label for the writer, the ops, and how the history captures it. Commands are built by pure functions in
// commands/ from the story as it stands; the editor runs them.
import type { Story } from '../../common/domain/story';
import type { StepLabel } from './step-label';
import type { StoryOp } from './story-op';

/**
 * immediately: a step of its own; eventually: joins the step of the running burst (typing); never: changes the story without a
 * step, for what the writer did not do (a variant that arrived late).
 */
export type Capture = 'immediately' | 'eventually' | 'never';

export interface Command {
  readonly label: StepLabel; // completes "Undo …", in the writer's words
  readonly capture: Capture;
  readonly group?: string; // for `eventually`: what may grow together
  /**
   * The group of the step that this belongs to. Where that step is still the newest one, this becomes part of it, however long the
   * model took: undo takes back both. Otherwise it is a step of its own.
   */
  readonly follows?: string;
  readonly ops: readonly StoryOp[];
}

/** Where ids and time come from; injected, so that a seed gives the same story. */
export interface EditorPorts {
  readonly newId: () => string;
  readonly nowMs: () => number;
}

/** Builds a command for the story as it stands; null when there is nothing to do. */
export type CommandFrom = (story: Story, ports: EditorPorts) => Command | null;
