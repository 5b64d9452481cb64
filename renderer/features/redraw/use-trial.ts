// A drawing that a dialog looks after: it streams, is compared, and goes into the story only when the writer keeps it. Leaving the dialog
// stops it.
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Panel } from '../../../common/domain/story';
import type { Redraw } from '../../../common/ipc/contract';
import { keepRedraw } from '../../editor/commands/follow-commands';
import { isActive, type Run } from '../workspace/run';
import type { Runs } from '../workspace/runs';
import { useSession, useWorkspace } from '../workspace/use-workspace';

interface Trial {
  readonly run: Run | null;
  readonly start: (panel: Panel, words: string, redraw: Redraw) => void;
  readonly discard: () => void;
  /** True when the picture is in the story now. */
  readonly keep: () => boolean;
}

/** Stops what runs, and lets main forget what nobody kept. */
function release(runs: Runs, key: number | null): void {
  const present = runs.store.getState().runs.find((run) => run.key === key);
  if (present === undefined) return;
  if (isActive(present)) runs.stop(present.key);
  else runs.dismiss(present.key);
}

export function useTrial(): Trial {
  const { runs } = useWorkspace();
  const { storyId, editor } = useSession();
  const [key, setKey] = useState<number | null>(null);
  const held = useRef<number | null>(null);
  const run = useStore(runs.store, (state) => state.runs.find((candidate) => candidate.key === key) ?? null);

  const letGo = (): void => {
    release(runs, held.current);
    held.current = null;
  };
  useEffect(() => () => release(runs, held.current), [runs]);

  return {
    run,
    start: (panel, words, redraw) => {
      letGo();
      const started = runs.start({
        storyId,
        panelId: panel.id,
        target: { kind: 'existing' },
        mode: 'picture',
        givenText: words,
        baseText: panel.text,
        image: null,
        thenContinue: false,
        redraw,
        trial: true,
      });
      held.current = started;
      setKey(started);
    },
    discard: () => {
      letGo();
      setKey(null);
    },
    keep: () => {
      const result = run?.phase === 'ready' ? run.job?.result : null;
      if (run === null || result === null || result === undefined || result.asset === null) return false;
      const { asset, generation } = result;
      const kept = editor.run(keepRedraw({ panelId: run.panelId, words: run.givenText, asset, generation }));
      letGo();
      return kept;
    },
  };
}
