// A number that the model chooses unless the writer does: a slider, what it is now, and the way back to the model's choice.
import { useId, useState, type ReactNode } from 'react';
import { formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';

interface NumberSettingProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number | null; // null: the model's choice
  readonly modelValue: number | null; // what the model would choose; null while it is not loaded
  readonly range: { readonly min: number; readonly max: number; readonly step: number };
  readonly onChange: (value: number | null) => void;
}

export function NumberSetting({ label, hint, value, modelValue, range, onChange }: NumberSettingProps): ReactNode {
  const id = useId();
  // While the slider is dragged it shows its own place; the settings follow when it is let go.
  const [draft, setDraft] = useState<number | null>(null);
  const shown = draft ?? value ?? modelValue ?? range.min;
  const commit = (): void => {
    if (draft !== null && draft !== value) onChange(draft);
    setDraft(null);
  };
  return (
    <div className="field">
      <div className="number-setting-head">
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        {value === null && draft === null ? (
          <span className="field-hint">
            {modelValue === null
              ? t('the model’s choice')
              : t('{value}, the model’s choice', { value: formatNumber(modelValue) })}
          </span>
        ) : (
          <>
            <span>{formatNumber(shown)}</span>
            <Button size="small" tone="quiet" onClick={() => onChange(null)}>
              {t('Model’s choice')}
            </Button>
          </>
        )}
      </div>
      <input
        id={id}
        className="range-input"
        type="range"
        {...range}
        value={shown}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setDraft(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      <span id={`${id}-hint`} className="field-hint">
        {hint}
      </span>
    </div>
  );
}
