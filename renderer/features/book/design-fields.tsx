// Small fields of the design form: a list to choose from, a switch, a number, a line. Each says its own name.
import { useId, type ReactNode } from 'react';

interface ChoiceFieldProps<Id extends string> {
  readonly label: string;
  readonly value: Id | null;
  readonly choices: readonly { readonly id: Id; readonly name: string }[];
  /** Shown while nothing of the list is chosen. */
  readonly none?: string;
  readonly onChoose: (id: Id) => void;
  readonly testId?: string;
}

export function ChoiceField<Id extends string>({
  label,
  value,
  choices,
  none,
  onChoose,
  testId,
}: ChoiceFieldProps<Id>): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="text-input"
        value={value ?? ''}
        data-testid={testId}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.id === event.target.value);
          if (chosen !== undefined) onChoose(chosen.id);
        }}
      >
        {none !== undefined && (
          <option value="" disabled>
            {none}
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface SegmentFieldProps<Id extends string> {
  readonly label: string;
  readonly value: Id;
  readonly choices: readonly { readonly id: Id; readonly name: string }[];
  readonly onChoose: (id: Id) => void;
}

/** Two or three ways side by side. */
export function SegmentField<Id extends string>({ label, value, choices, onChoose }: SegmentFieldProps<Id>): ReactNode {
  const name = useId();
  return (
    <fieldset className="design-segments">
      <legend className="field-label">{label}</legend>
      <div className="design-segment-row">
        {choices.map((choice) => (
          <label key={choice.id} className="design-segment">
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={choice.id === value}
              value={choice.id}
              onChange={() => onChoose(choice.id)}
            />
            {choice.name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SwitchFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly testId?: string;
}

export const SwitchField = ({ label, checked, onChange, testId }: SwitchFieldProps): ReactNode => (
  <label className="switch-field">
    <input
      type="checkbox"
      checked={checked}
      data-testid={testId}
      onChange={(event) => onChange(event.target.checked)}
    />
    {label}
  </label>
);

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}

/** A number within limits; what is typed outside of them is brought back in. */
export function NumberField({ label, value, min, max, step = 1, onChange }: NumberFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        className="text-input"
        value={value}
        min={min}
        max={max}
        step={step}
        onChange={(event) => {
          const typed = event.target.valueAsNumber;
          if (Number.isFinite(typed)) onChange(Math.min(max, Math.max(min, typed)));
        }}
      />
    </div>
  );
}

interface LineFieldProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly multiline?: boolean;
  readonly onChange: (value: string) => void;
}

export function LineField({ label, value, maxLength, multiline = false, onChange }: LineFieldProps): ReactNode {
  const id = useId();
  const shared = { id, className: 'text-input', value, maxLength, dir: 'auto' } as const;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {multiline ? (
        <textarea rows={3} {...shared} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input type="text" {...shared} onChange={(event) => onChange(event.target.value)} />
      )}
    </div>
  );
}
