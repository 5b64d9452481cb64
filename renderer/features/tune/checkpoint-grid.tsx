// The model as it was and each checkpoint, column by column, drawing the same words with the same seed: to choose by looking.
import type { ReactNode } from 'react';
import type { TuningRun, TuningSample } from '../../../common/domain/tuning';
import { assetUrl } from '../../api/asset-url';
import { saidByMain } from '../../i18n/from-main';
import { formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';

interface CheckpointGridProps {
  readonly run: TuningRun;
  readonly shownStep: number | null;
  readonly onShow: (step: number) => void;
}

export function CheckpointGrid({ run, shownStep, onShow }: CheckpointGridProps): ReactNode {
  if (run.base.length === 0 || run.checkpoints.length === 0) return null;
  return (
    <div className="tune-grid-scroll" role="region" aria-label={t('Checkpoints side by side')} tabIndex={0}>
      <table className="tune-grid" data-testid="tune-grid">
        <thead>
          <tr>
            <th scope="col">
              <span className="tune-hidden">{t('Words')}</span>
            </th>
            <th scope="col">{t('Before')}</th>
            {run.checkpoints.map(({ step, isBest, refusal, validation }) => (
              <th key={step} scope="col" data-shown={step === shownStep ? '' : undefined}>
                <button
                  type="button"
                  aria-pressed={step === shownStep}
                  disabled={refusal !== ''}
                  data-testid="tune-checkpoint"
                  onClick={() => onShow(step)}
                >
                  {t('Step {step}', { step })}
                </button>
                {isBest && <span className="tune-tag">{t('best')}</span>}
                <span className="tune-quiet">
                  {refusal !== ''
                    ? saidByMain(refusal)
                    : validation === null
                      ? ''
                      : formatNumber(validation, { maximumFractionDigits: 4 })}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {run.base.map((sample, row) => (
            <tr key={`${row}`}>
              <th scope="row" dir="auto">
                {sample.prompt}
              </th>
              <SampleCell run={run} sample={sample} />
              {run.checkpoints.map(({ step, samples }) => (
                <SampleCell key={step} run={run} sample={samples[row]} step={step} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SampleCellProps {
  readonly run: TuningRun;
  readonly sample: TuningSample | undefined;
  readonly step?: number;
}

function SampleCell({ run, sample, step }: SampleCellProps): ReactNode {
  const words =
    step === undefined
      ? t('Before it learned: {prompt}', { prompt: sample?.prompt ?? '' })
      : t('At step {step}: {prompt}', { step, prompt: sample?.prompt ?? '' });
  return (
    <td>
      {sample?.asset == null ? (
        <span className="tune-grid-blank">{t('not drawn')}</span>
      ) : (
        <img src={assetUrl(run.id, sample.asset)} alt={words} loading="lazy" />
      )}
    </td>
  );
}
