// The document store of the storyboard: an immutable story, the writer's place in it (session, never saved) and one history.
// Headless: no React, no window, no files. Views subscribe; everything that changes the story goes through `run`.
import { Emitter } from '../../common/base/emitter';
import type { Story } from '../../common/domain/story';
import type { Command, CommandFrom, EditorPorts } from './command';
import { emptyHistory, recordFollowing, recordStep, sealHistory, type History, type HistoryStep } from './history';
import { refusalOf, type Refusal } from './limits';
import { noSelection, prunedSelection, type Selection } from './selection';
import type { StepLabel } from './step-label';
import { applyOps } from './story-op';

/** What belongs to the window and not to the story. */
export interface EditorSession {
  readonly activePanelId: string | null;
  readonly selection: Selection;
}

export interface EditorState {
  readonly story: Story;
  readonly session: EditorSession;
  readonly history: History;
  readonly revision: number; // grows with every change of the story, also by undo and redo
}

export interface Editor {
  readonly getState: () => EditorState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Hears of changes that were refused because the story could not hold them. */
  readonly onRefused: (listener: (refusal: Refusal) => void) => () => void;
  /** Builds and applies a command; false when it had nothing to change, or was refused. */
  readonly run: (commandFrom: CommandFrom) => boolean;
  /** Takes the newest step back and answers its label, or null. */
  readonly undo: () => StepLabel | null;
  readonly redo: () => StepLabel | null;
  /** Undoes or redoes until so many steps lie behind; answers how many were travelled. */
  readonly travelTo: (pastSteps: number) => number;
  /** Ends a burst of typing, for example when the writer leaves the field. */
  readonly endBurst: () => void;
  readonly setActivePanel: (panelId: string | null) => void;
  readonly select: (change: (selection: Selection, story: Story) => Selection) => void;
}

/** An editor over one story. `ports` give ids and time. */
export function createEditor(story: Story, ports: EditorPorts): Editor {
  const changes = new Emitter<{ changed: undefined; refused: Refusal }>();
  const session: EditorSession = { activePanelId: null, selection: noSelection };
  let state: EditorState = { story, session, history: emptyHistory, revision: 0 };

  const become = (next: EditorState): void => {
    const selection = prunedSelection(next.session.selection, next.story);
    state = selection === next.session.selection ? next : { ...next, session: { ...next.session, selection } };
    changes.emit('changed', undefined);
  };

  const travel = (from: 'past' | 'future'): StepLabel | null => {
    const travelled = travelledState(state, from);
    if (travelled === null) return null;
    become(travelled.state);
    return travelled.label;
  };

  const recorded = (history: History, command: Command, inverse: HistoryStep['ops']): History => {
    if (command.capture === 'never') return history;
    const group = command.capture === 'eventually' ? (command.group ?? null) : null;
    const step = { label: command.label, ops: inverse, group, kin: group, atMs: ports.nowMs() };
    return command.follows === undefined ? recordStep(history, step) : recordFollowing(history, step, command.follows);
  };

  return {
    getState: () => state,
    subscribe: (listener) => changes.on('changed', listener),
    onRefused: (listener) => changes.on('refused', listener),
    run: (commandFrom) => {
      const command = commandFrom(state.story, ports);
      if (command === null) return false;
      const { story: nextStory, inverse } = applyOps(state.story, command.ops);
      if (inverse.length === 0) return false;
      const refusal = refusalOf(state.story, nextStory);
      if (refusal !== null) {
        changes.emit('refused', refusal);
        return false;
      }
      const history = recorded(state.history, command, inverse);
      become({ ...state, story: nextStory, history, revision: state.revision + 1 });
      return true;
    },
    undo: () => travel('past'),
    redo: () => travel('future'),
    travelTo: (pastSteps) => {
      let next = state;
      let steps = 0;
      for (;;) {
        const { past } = next.history;
        if (past.length === pastSteps) break;
        const travelled = travelledState(next, past.length > pastSteps ? 'past' : 'future');
        if (travelled === null) break;
        next = travelled.state;
        steps += 1;
      }
      if (steps > 0) become(next);
      return steps;
    },
    endBurst: () => {
      const history = sealHistory(state.history);
      if (history !== state.history) become({ ...state, history });
    },
    setActivePanel: (panelId) => {
      if (panelId !== state.session.activePanelId) {
        become({ ...state, session: { ...state.session, activePanelId: panelId } });
      }
    },
    select: (change) => {
      const selection = change(state.session.selection, state.story);
      if (selection !== state.session.selection) become({ ...state, session: { ...state.session, selection } });
    },
  };
}

/** The state one step back (`past`) or forward (`future`), with the step's label; null when there is none. */
function travelledState(
  state: EditorState,
  from: 'past' | 'future',
): { readonly state: EditorState; readonly label: StepLabel } | null {
  const to = from === 'past' ? 'future' : 'past';
  const step = state.history[from].at(-1);
  if (step === undefined) return null;
  const { story, inverse } = applyOps(state.story, step.ops);
  const history: History = {
    ...state.history,
    [from]: state.history[from].slice(0, -1),
    [to]: [...state.history[to], { ...step, ops: inverse, group: null }],
  };
  return { state: { ...state, story, history, revision: state.revision + 1 }, label: step.label };
}
