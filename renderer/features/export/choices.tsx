// A few ways of which one is chosen, with a line about each.
import { useId, type ReactNode } from 'react';

interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly note: string }[];
  readonly onChoose: (value: Value) => void;
}

export function Choices<Value extends string>(props: ChoicesProps<Value>): ReactNode {
  const group = useId();
  return (
    <fieldset className="export-choices">
      <legend>{props.label}</legend>
      {props.options.map(({ value, label, note }) => (
        <label key={value}>
          <input
            type="radio"
            name={group}
            value={value}
            checked={value === props.value}
            onChange={() => props.onChoose(value)}
          />
          <span>
            {label}
            <span className="export-note">{note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
