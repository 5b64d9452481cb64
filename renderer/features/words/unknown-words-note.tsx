// The same in words, below the field: what cannot be drawn, and the nearest things that can, one press away.
import type { ReactNode } from 'react';
import type { UnknownWord } from '../../../common/words/unknown-words';
import { t } from '../../i18n/translate';
import { nearestWords } from './nearest-words';
import { useKnows } from './use-knows';

interface UnknownWordsNoteProps {
  readonly id: string;
  readonly words: readonly UnknownWord[];
  /** Puts another word in the place of the marked one. */
  readonly onReplace: (word: UnknownWord, by: string) => void;
}

const MAX_LINES = 3;

export function UnknownWordsNote({ id, words, onReplace }: UnknownWordsNoteProps): ReactNode {
  const knows = useKnows();
  const once = words.filter((word, index) => words.findIndex((other) => other.word === word.word) === index);
  return (
    <div className="unknown-words" id={id} data-testid="unknown-words" hidden={once.length === 0 || knows === null}>
      {knows !== null &&
        once.slice(0, MAX_LINES).map((word) => (
          <p key={word.word}>
            <span>{t('Cannot draw: {word}', { word: word.word })}</span>
            <span className="unknown-words-near">{t('Try instead:')}</span>
            {nearestWords(word.word, knows).map((near) => (
              <button
                key={near}
                type="button"
                className="chip"
                aria-label={t('Write “{near}” for “{word}”', { near, word: word.word })}
                onClick={() => onReplace(word, near)}
              >
                {near}
              </button>
            ))}
          </p>
        ))}
    </div>
  );
}

/** The text with another word in the place; an article before it is made to fit. */
export function withWordReplaced(text: string, { from, to }: UnknownWord, by: string): string {
  const before = text
    .slice(0, from)
    .replace(/\b([Aa])n? $/u, (_, a: string) => (/^[aeiou]/iu.test(by) ? `${a}n ` : `${a} `));
  return `${before}${by}${text.slice(to)}`;
}
