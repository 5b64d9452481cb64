// Step 3: how long it learns. Three presets with what each will take on this computer, a name, and a drawer for those who know more.
import { useEffect, useState, type ReactNode } from 'react';
import {
  defaultTuningPlan,
  MAX_TUNING_NAME,
  tuningPresetSchema,
  type TuningEstimate,
  type TuningPlan,
} from '../../../common/domain/tuning';
import type { TuningDataSet } from '../../../common/domain/tuning-data-set';
import { t } from '../../i18n/translate';
import { formatNumber } from '../../i18n/format';
import { Button } from '../../ui/button';
import { durationWords } from '../workspace/tuning-words';
import { useWorkspace } from '../workspace/use-workspace';
import { ExpertDrawer } from './expert-drawer';
import { NewWordsLine } from './new-words-line';
import { TunePage } from './tune-page';
import { presetWords, sizeWords } from './tune-words';

interface ChoosePresetProps {
  readonly dataSet: TuningDataSet;
  /** Another run is at work. */
  readonly isBusy: boolean;
  readonly onBack: () => void;
  readonly onStarted: (runId: string) => void;
}

const FIRST_SEED = 1;
const presets = tuningPresetSchema.options;

export function ChoosePreset({ dataSet, isBusy, onBack, onStarted }: ChoosePresetProps): ReactNode {
  const { api, report } = useWorkspace();
  const [plan, setPlan] = useState<TuningPlan>(() => defaultTuningPlan('quick', FIRST_SEED));
  const [name, setName] = useState('');
  const [isStarting, setStarting] = useState(false);
  const { estimates, isOld } = useEstimates(dataSet, plan);
  const chosen = estimates.find(({ preset }) => preset === plan.preset);
  const lacksMemory = chosen !== undefined && chosen.peakBytes > chosen.freeBytes;
  const lacksDisk = chosen !== undefined && chosen.diskBytes > chosen.freeDiskBytes;
  const start = (): void => {
    setStarting(true);
    api.client.tuning
      .start({ dataSetId: dataSet.id, name: name.trim(), plan })
      .then(({ id }) => onStarted(id), report)
      .finally(() => setStarting(false));
  };
  const foot = (
    <>
      <Button tone="quiet" onClick={onBack}>
        {t('Back')}
      </Button>
      <span className="tune-foot-words" role="status">
        {isBusy
          ? t('Another run is at work: pause or stop it first.')
          : lacksDisk
            ? t('The disk has too little room: {needed} are needed, {free} are free.', {
                needed: sizeWords(chosen.diskBytes),
                free: sizeWords(chosen.freeDiskBytes),
              })
            : lacksMemory
              ? t('This may not fit: {needed} are needed, {free} of memory are free. Close other programs first.', {
                  needed: sizeWords(chosen.peakBytes),
                  free: sizeWords(chosen.freeBytes),
                })
              : t('You can go on writing meanwhile; closing this window stops nothing.')}
      </span>
      <Button
        tone="primary"
        disabled={isBusy || isStarting || lacksDisk || name.trim() === ''}
        data-testid="tune-start"
        onClick={start}
      >
        {t('Start learning')}
      </Button>
    </>
  );
  return (
    <TunePage step={3} title={t('How long may it learn?')} foot={foot} testId="tune-preset">
      <label className="field tune-name">
        <span className="field-label">{t('What shall it be called?')}</span>
        <input
          className="text-input"
          maxLength={MAX_TUNING_NAME}
          value={name}
          placeholder={t('Pip the hedgehog')}
          data-testid="tune-name"
          dir="auto"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <fieldset className="tune-presets" aria-busy={isOld}>
        <legend>{t('How thoroughly')}</legend>
        {presets.map((preset) => (
          <label key={preset} className="tune-preset" data-testid={`preset-${preset}`}>
            <input
              type="radio"
              name="preset"
              checked={plan.preset === preset}
              onChange={() => setPlan({ ...plan, preset, steps: null, rank: null, rate: null })}
            />
            <strong>{presetWords(preset).title}</strong>
            <span>{presetWords(preset).note}</span>
            <EstimateWords estimate={estimates.find((one) => one.preset === preset)} />
          </label>
        ))}
      </fieldset>
      <NewWordsLine estimate={estimates[0]} plan={plan} />
      <ExpertDrawer plan={plan} estimate={chosen} onChange={setPlan} />
    </TunePage>
  );
}

function EstimateWords({ estimate }: { readonly estimate: TuningEstimate | undefined }): ReactNode {
  if (estimate === undefined) return <span className="tune-estimate">{t('Measuring…')}</span>;
  return (
    <span className="tune-estimate" data-testid="tune-estimate">
      <b>{durationWords(estimate.ms)}</b>
      <span>
        {t('{size} of memory', { size: sizeWords(estimate.peakBytes) })} ·{' '}
        {t('{steps} steps', { steps: formatNumber(estimate.steps) })}
      </span>
    </span>
  );
}

const QUIET_MS = 400;

/** What main says it will take, asked again a moment after the plan has changed. */
function useEstimates(
  { id }: TuningDataSet,
  plan: TuningPlan,
): { readonly estimates: readonly TuningEstimate[]; readonly isOld: boolean } {
  const { api, report } = useWorkspace();
  const [told, setTold] = useState<{ readonly for: TuningPlan | null; readonly estimates: readonly TuningEstimate[] }>({
    for: null,
    estimates: [],
  });
  useEffect(() => {
    let isGone = false;
    /** One after the other, the chosen one first: each is measured by doing. */
    const ask = async (): Promise<void> => {
      const inTurn = [plan.preset, ...presets.filter((preset) => preset !== plan.preset)];
      const estimates: TuningEstimate[] = [];
      for (const preset of inTurn) {
        if (isGone) return;
        estimates.push(...(await api.client.tuning.estimate({ dataSetId: id, plan, presets: [preset] })));
        setTold((before) => (isGone ? before : { for: plan, estimates: [...estimates] }));
      }
    };
    const timer = setTimeout(() => {
      ask().catch((thrown: unknown) => {
        if (isGone) return;
        setTold({ for: plan, estimates: [] });
        report(thrown);
      });
    }, QUIET_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [api, report, id, plan]);
  return { estimates: told.estimates, isOld: told.for !== plan };
}
