// Says in every view what became of a run that was at work: who closed the dialog still hears that it is done, or why it is not.
import { useEffect, useRef } from 'react';
import { isTuningActive, type TuningState } from '../../../common/domain/tuning';
import { useTunings } from '../../api/use-studio';
import { oneLineFrom } from '../../api/writer-words';
import { t } from '../../i18n/translate';
import { useInterface, useWorkspace } from '../workspace/use-workspace';

export function useTuningNews(): void {
  const { ui } = useWorkspace();
  const runs = useTunings();
  const isOpen = useInterface((state) => state.dialog?.kind === 'tune');
  const known = useRef<ReadonlyMap<string, TuningState>>(new Map());
  useEffect(() => {
    const before = known.current;
    known.current = new Map(runs.map(({ id, state }) => [id, state]));
    if (isOpen) return; // the dialog says it itself
    for (const { id, name, state, failure } of runs) {
      const was = before.get(id);
      if (was === state) continue;
      const action = { label: t('Look at it'), perform: () => ui.actions.openDialog({ kind: 'tune', runId: id }) };
      const wasActive = was !== undefined && isTuningActive({ state: was });
      if (state === 'done' && wasActive) {
        ui.actions.notify({ tone: 'success', text: t('“{name}” is learned.', { name }), action });
      } else if (state === 'failed' && wasActive && failure !== null) {
        ui.actions.notify({ tone: 'problem', text: `${name}: ${oneLineFrom(failure)}`, action });
      } else if (state === 'interrupted' && was === undefined) {
        const text = t('“{name}” was still learning when the studio ended. It can go on where it was.', { name });
        ui.actions.notify({ tone: 'info', text, action });
      }
    }
  }, [runs, isOpen, ui]);
}
