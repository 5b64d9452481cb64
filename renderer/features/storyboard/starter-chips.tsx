// What the model knows, as words to begin with: a closed world is easier to write in when one can see it.
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { t } from '../../i18n/translate';

const groups = [
  { key: 'characters', label: () => t('Who') },
  { key: 'places', label: () => t('Where') },
  { key: 'times', label: () => t('When') },
  { key: 'props', label: () => t('With') },
] as const;
const MAX_CHIPS = 14;

/** `onPick` gets the word as it would stand in a sentence. */
export function StarterChips({ onPick }: { readonly onPick: (word: string) => void }): ReactNode {
  const { bundle } = useEngine();
  if (bundle === null) return null;
  const shown = groups.filter(({ key }) => bundle.knows[key].length > 0);
  if (shown.length === 0) return null;
  return (
    <div className="starter-chips" data-testid="starter-chips">
      {shown.map(({ key, label }) => (
        <div key={key} className="chip-row" role="group" aria-label={label()}>
          <span className="chip-label" aria-hidden>
            {label()}
          </span>
          {bundle.knows[key].slice(0, MAX_CHIPS).map((word) => (
            <button key={word} type="button" className="chip" onClick={() => onPick(word)}>
              {word}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
