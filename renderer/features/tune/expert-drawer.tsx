// What a preset decides, for those who want to decide it themselves. Left empty, the preset's own number holds.
import type { ReactNode } from 'react';
import {
  MAX_TUNING_STEPS,
  tuningPartsSchema,
  type TuningEstimate,
  type TuningPlan,
} from '../../../common/domain/tuning';
import { t } from '../../i18n/translate';

interface ExpertDrawerProps {
  readonly plan: TuningPlan;
  readonly estimate: TuningEstimate | undefined;
  readonly onChange: (plan: TuningPlan) => void;
}

const ranks = [4, 8, 16, 32, 64] as const;
const partWords = (parts: TuningPlan['parts']): string =>
  parts === 'both' ? t('How it draws and how it writes') : parts === 'look' ? t('How it draws') : t('How it writes');

/** A number that may be left to the preset. */
const numberOrNull = (text: string, { min, max }: { min: number; max: number }): number | null => {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? null : Math.min(Math.max(value, min), max);
};

export function ExpertDrawer({ plan, estimate, onChange }: ExpertDrawerProps): ReactNode {
  return (
    <details className="tune-expert" data-testid="tune-expert">
      <summary>{t('For experts')}</summary>
      <div className="tune-expert-fields">
        <label className="field">
          <span className="field-label">{t('What it learns')}</span>
          <select
            className="text-input"
            value={plan.parts}
            onChange={(event) => onChange({ ...plan, parts: tuningPartsSchema.parse(event.target.value) })}
          >
            {tuningPartsSchema.options.map((parts) => (
              <option key={parts} value={parts}>
                {partWords(parts)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="field-label">{t('Rank')}</span>
          <select
            className="text-input"
            value={plan.rank ?? ''}
            onChange={(event) => onChange({ ...plan, rank: numberOrNull(event.target.value, { min: 4, max: 64 }) })}
          >
            <option value="">{t('As the preset has it')}</option>
            {ranks.map((rank) => (
              <option key={rank} value={rank}>
                {rank}
              </option>
            ))}
          </select>
          <span className="field-hint">{t('How much it can hold; more takes longer and forgets sooner.')}</span>
        </label>
        <label className="field">
          <span className="field-label">{t('Number of steps')}</span>
          <input
            className="text-input"
            type="number"
            min={1}
            max={MAX_TUNING_STEPS}
            value={plan.steps ?? ''}
            placeholder={estimate === undefined ? '' : String(estimate.steps)}
            data-testid="tune-steps"
            onChange={(event) => {
              const steps = numberOrNull(event.target.value, { min: 1, max: MAX_TUNING_STEPS });
              onChange({ ...plan, steps: steps === null ? null : Math.round(steps) });
            }}
          />
        </label>
        <label className="field">
          <span className="field-label">{t('Learning rate')}</span>
          <input
            className="text-input"
            type="number"
            min={0}
            max={0.1}
            step={0.0001}
            value={plan.rate ?? ''}
            placeholder={t('As the preset has it')}
            onChange={(event) => {
              const rate = numberOrNull(event.target.value, { min: 0, max: 0.1 });
              onChange({ ...plan, rate: rate === 0 ? null : rate });
            }}
          />
        </label>
        <label className="field">
          <span className="field-label">{t('Seed')}</span>
          <input
            className="text-input"
            type="number"
            min={0}
            max={0xffff_ffff}
            value={plan.seed}
            onChange={(event) =>
              onChange({
                ...plan,
                seed: Math.round(numberOrNull(event.target.value, { min: 0, max: 0xffff_ffff }) ?? 0),
              })
            }
          />
          <span className="field-hint">{t('The same pictures and the same seed learn the same.')}</span>
        </label>
        <label className="tune-expert-check">
          <input
            type="checkbox"
            checked={plan.keepsWorld}
            onChange={(event) => onChange({ ...plan, keepsWorld: event.target.checked })}
          />
          <span>
            {t('Remind it of its own world')}
            <span className="field-hint">{t('Without this it forgets the rest while it learns.')}</span>
          </span>
        </label>
      </div>
    </details>
  );
}
