// A layer behind a text field that repeats its words unseen and underlines some of them: a field itself cannot mark a part of its text.
import { Fragment, type ReactNode } from 'react';
import type { UnknownWord } from '../../../common/words/unknown-words';
import './words.css';

interface WordMarksProps {
  readonly text: string;
  readonly words: readonly UnknownWord[];
  /** The class that gives the field its type, so that both break their lines alike. */
  readonly className: string;
}

export function WordMarks({ text, words, className }: WordMarksProps): ReactNode {
  if (words.length === 0) return null;
  const rest = words.map((word, index) => ({ ...word, before: words[index - 1]?.to ?? 0 }));
  return (
    <div className={`${className} word-marks`} dir="auto" aria-hidden data-testid="word-marks">
      {rest.map(({ from, to, before }) => (
        <Fragment key={from}>
          {text.slice(before, from)}
          <span className="word-mark">{text.slice(from, to)}</span>
        </Fragment>
      ))}
      {text.slice(words.at(-1)?.to ?? 0)}
    </div>
  );
}
