// The document store of the storyboard: an immutable story, the writer's place in it (session, never saved) and one history.
// Headless: no React, no window, no files. Views subscribe; everything that changes the story goes through `run`.
import { Emitter } from '../../common/base/emitter';
import type { Story } from '../../common/domain/story';
import type { CommandFrom, EditorPorts } from './command';
import { emptyHistory, recordStep, sealHistory, type History } from './history';
import type { StepLabel } from './step-label';
import { applyOps } from './story-op';

/** What belongs to the window and not to the story. */
export interface EditorSession {
  readonly activePanelId: string | null;
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
  /** Builds and applies a command; false when it had nothing to change. */
  readonly run: (commandFrom: CommandFrom) => boolean;
  /** Takes the newest step back and answers its label, or null. */
  readonly undo: () => StepLabel | null;
  readonly redo: () => StepLabel | null;
  /** Ends a burst of typing, for example when the writer leaves the field. */
  readonly endBurst: () => void;
  readonly setActivePanel: (panelId: string | null) => void;
}

/** An editor over one story. `ports` give ids and time. */
export function createEditor(story: Story, ports: EditorPorts): Editor {
  const changes = new Emitter<{ changed: undefined }>();
  let state: EditorState = { story, session: { activePanelId: null }, history: emptyHistory, revision: 0 };

  const become = (next: EditorState): void => {
    state = next;
    changes.emit('changed', undefined);
  };

  const travel = (from: 'past' | 'future', to: 'past' | 'future'): StepLabel | null => {
    const step = state.history[from].at(-1);
    if (step === undefined) return null;
    const { story: nextStory, inverse } = applyOps(state.story, step.ops);
    const history: History = {
      ...state.history,
      [from]: state.history[from].slice(0, -1),
      [to]: [...state.history[to], { ...step, ops: inverse, group: null }],
    };
    become({ ...state, story: nextStory, history, revision: state.revision + 1 });
    return step.label;
  };

  return {
    getState: () => state,
    subscribe: (listener) => changes.on('changed', listener),
    run: (commandFrom) => {
      const command = commandFrom(state.story, ports);
      if (command === null) return false;
      const { story: nextStory, inverse } = applyOps(state.story, command.ops);
      if (inverse.length === 0) return false;
      const history =
        command.capture === 'never'
          ? state.history
          : recordStep(state.history, {
              label: command.label,
              ops: inverse,
              group: command.capture === 'eventually' ? (command.group ?? null) : null,
              atMs: ports.nowMs(),
            });
      become({ ...state, story: nextStory, history, revision: state.revision + 1 });
      return true;
    },
    undo: () => travel('past', 'future'),
    redo: () => travel('future', 'past'),
    endBurst: () => {
      const history = sealHistory(state.history);
      if (history !== state.history) become({ ...state, history });
    },
    setActivePanel: (panelId) => {
      if (panelId !== state.session.activePanelId) become({ ...state, session: { activePanelId: panelId } });
    },
  };
}
