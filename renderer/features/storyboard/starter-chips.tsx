// What the model knows, as words to begin with: a closed world is easier to write in when one can see it. The story's own cast comes first;
// of a long list a few words are shown until more are asked for.
import { useState, type ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { useKnows } from '../words/use-knows';
import { useEditor } from '../workspace/use-workspace';

const FEW = 8;

interface ChipGroup {
  readonly key: string;
  readonly label: string;
  readonly words: readonly string[];
}

/** `onPick` gets the word as it would stand in a sentence. */
export function StarterChips({ onPick }: { readonly onPick: (word: string) => void }): ReactNode {
  const knows = useKnows();
  const cast = useEditor((state) => state.story.cast);
  const names = [...new Set(cast.map(({ name }) => name.trim()))].filter((name) => name !== '');
  const groups: readonly ChipGroup[] = [
    { key: 'cast', label: t('Your cast'), words: names },
    { key: 'characters', label: t('Who'), words: knows?.characters ?? [] },
    { key: 'places', label: t('Where'), words: knows?.places ?? [] },
    { key: 'times', label: t('When'), words: knows?.times ?? [] },
    { key: 'props', label: t('With'), words: knows?.props ?? [] },
  ];
  const shown = groups.filter(({ words }) => words.length > 0);
  if (shown.length === 0) return null;
  return (
    <div className="starter-chips" data-testid="starter-chips">
      {shown.map((group) => (
        <ChipRow key={group.key} group={group} onPick={onPick} />
      ))}
    </div>
  );
}

function ChipRow({ group, onPick }: { readonly group: ChipGroup; readonly onPick: (word: string) => void }): ReactNode {
  const [all, setAll] = useState(false);
  const { label, words } = group;
  // One word more than few is shown at once: "1 more" would take its place.
  const few = words.length <= FEW + 1 ? words : words.slice(0, FEW);
  return (
    <div className="chip-row" role="group" aria-label={label} data-group={group.key}>
      <span className="chip-label" aria-hidden>
        {label}
      </span>
      {(all ? words : few).map((word) => (
        <button key={word} type="button" className="chip" onClick={() => onPick(word)}>
          {word}
        </button>
      ))}
      {few.length < words.length && (
        <button type="button" className="chip chip-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('fewer') : t('{count} more…', { count: words.length - FEW })}
        </button>
      )}
    </div>
  );
}
