// "Teach it my hero": from pictures to an adapter. Which of its pages is shown; the work is main's, so that closing the dialog ends nothing.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { isTuningActive } from '../../../common/domain/tuning';
import type { TuningDataSet } from '../../../common/domain/tuning-data-set';
import { useTunings } from '../../api/use-studio';
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { CheckPictures } from './check-pictures';
import { ChoosePictures, type TuneSources } from './choose-pictures';
import { ChoosePreset } from './choose-preset';
import { RunList } from './run-list';
import { RunView } from './run-view';
import './run.css';
import './tune.css';
import './tune-check.css';
import './tune-panels.css';
import './tune-preset.css';

type Page =
  | { readonly kind: 'runs' }
  | { readonly kind: 'choose' }
  | { readonly kind: 'check' }
  | { readonly kind: 'start' }
  | { readonly kind: 'run'; readonly runId: string };

const sourcesAtFirst = (storyId: string): TuneSources => ({ chosen: new Map([[storyId, new Set()]]), drawings: [] });

export function TuneDialog({ firstRunId }: { readonly firstRunId: string | undefined }): ReactNode {
  const { ui, api, report } = useWorkspace();
  const runs = useTunings();
  const [wanted, setPage] = useState<Page | null>(() => {
    const first = runs.find(({ id }) => id === firstRunId);
    return first === undefined ? null : { kind: 'run', runId: first.id };
  });
  const { storyId } = useSession();
  const [sources, setSources] = useState(() => sourcesAtFirst(storyId));
  const [dataSet, setDataSet] = useState<TuningDataSet | null>(null);
  // What is at work is what one comes to see; what was learned before comes next.
  const active = runs.find(isTuningActive);
  const page: Page =
    wanted ??
    (active !== undefined ? { kind: 'run', runId: active.id } : { kind: runs.length > 0 ? 'runs' : 'choose' });
  const draftId = useRef<string | null>(null);
  useEffect(() => {
    draftId.current = dataSet?.id ?? null;
  }, [dataSet]);
  useEffect(
    () => () => {
      if (draftId.current !== null) api.client.tuning.discard({ dataSetId: draftId.current }).catch(report);
    },
    [api, report],
  );
  const leaveDraft = (): void => {
    if (dataSet !== null) api.client.tuning.discard({ dataSetId: dataSet.id }).catch(report);
    setDataSet(null);
  };
  const run = page.kind === 'run' ? runs.find(({ id }) => id === page.runId) : undefined;
  const toRuns = runs.length > 0 ? () => setPage({ kind: 'runs' }) : null;

  return (
    <Dialog
      title={t('Teach it my hero')}
      description={t('The model learns to draw and to write as you do. Everything stays on this computer.')}
      width="full"
      onClose={() => ui.actions.openDialog(null)}
      testId="tune-dialog"
    >
      <div className="tune">
        {page.kind === 'runs' && (
          <RunList
            runs={runs}
            onOpen={(runId) => setPage({ kind: 'run', runId })}
            onNew={() => setPage({ kind: 'choose' })}
          />
        )}
        {page.kind === 'choose' && (
          <ChoosePictures
            sources={sources}
            onChange={setSources}
            onBack={toRuns}
            onChosen={(set) => {
              leaveDraft();
              setDataSet(set);
              setPage({ kind: 'check' });
            }}
          />
        )}
        {page.kind === 'check' && dataSet !== null && (
          <CheckPictures
            dataSet={dataSet}
            onChange={setDataSet}
            onBack={() => {
              leaveDraft();
              setPage({ kind: 'choose' });
            }}
            onNext={() => setPage({ kind: 'start' })}
          />
        )}
        {page.kind === 'start' && dataSet !== null && (
          <ChoosePreset
            dataSet={dataSet}
            isBusy={active !== undefined}
            onBack={() => setPage({ kind: 'check' })}
            onStarted={(runId) => {
              setDataSet(null); // it is the run's now
              setSources(sourcesAtFirst(storyId));
              setPage({ kind: 'run', runId });
            }}
          />
        )}
        {page.kind === 'run' && run !== undefined && (
          <RunView key={run.id} run={run} onBack={() => setPage({ kind: 'runs' })} />
        )}
      </div>
    </Dialog>
  );
}
