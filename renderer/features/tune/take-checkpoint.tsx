// Puts a checkpoint among the styles under a name, and says what was proved of it.
import { Check } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { MAX_TUNING_NAME, type TuningCheckpoint, type TuningRun } from '../../../common/domain/tuning';
import { useAdapters } from '../../api/use-studio';
import { formatPercent } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { knowsWords } from '../adapters/adapter-words';
import { useWorkspace } from '../workspace/use-workspace';

interface TakeCheckpointProps {
  readonly run: TuningRun;
  readonly checkpoint: TuningCheckpoint;
}

export function TakeCheckpoint({ run, checkpoint }: TakeCheckpointProps): ReactNode {
  const { api, report, ui } = useWorkspace();
  const { step, proof } = checkpoint;
  const taken = run.chosen.findLast((choice) => choice.step === step);
  const kept = useAdapters().find(({ id }) => id === taken?.adapterId);
  const brought = kept === undefined ? '' : knowsWords(kept.parts);
  const [name, setName] = useState(run.name);
  const [isTaking, setTaking] = useState(false);
  const take = (): void => {
    setTaking(true);
    api.client.tuning
      .choose({ runId: run.id, step, name: name.trim() })
      .then(() => {
        ui.actions.notify({
          tone: 'success',
          text: t('“{name}” is among your own styles now.', { name: name.trim() }),
        });
      }, report)
      .finally(() => setTaking(false));
  };
  return (
    <form
      className="tune-take"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <h4>{t('The one you see: step {step}', { step })}</h4>
      <ul className="tune-proof">
        <li>
          <Check size={14} aria-hidden />
          {t('Every number in it is finite, and none of its parts is zero.')}
        </li>
        {proof.effectOnSamples !== null && (
          <li>
            <Check size={14} aria-hidden />
            {t('It changes the sample pictures by {share}.', { share: formatPercent(proof.effectOnSamples) })}
          </li>
        )}
      </ul>
      <label className="field">
        <span className="field-label">{t('Name among your own styles')}</span>
        <input
          className="text-input"
          maxLength={MAX_TUNING_NAME}
          value={name}
          dir="auto"
          data-testid="tune-take-name"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <Button tone="primary" type="submit" disabled={isTaking || name.trim() === ''} data-testid="tune-take">
        {t('Use this one')}
      </Button>
      {taken !== undefined && (
        <p className="tune-quiet" role="status">
          {t('Among your own styles as “{name}”.', { name: taken.name })}
          {brought !== '' && <span className="tune-take-words">{brought}</span>}
        </p>
      )}
    </form>
  );
}
