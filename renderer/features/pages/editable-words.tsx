// The words of a panel on its page: a click or Enter makes them a field with the same type at the same place; Escape or a click elsewhere
// sets them anew. The field holds the whole text of the panel, also where it goes on overleaf.
import { useEffect, useRef, type ReactNode } from 'react';
import type { TextBox } from '../../../common/book/book';
import { t } from '../../i18n/translate';
import { TextView, textLook } from '../book/book-page-view';

interface WordsProps {
  readonly box: TextBox;
  readonly panelNumber: number;
  readonly onEdit: () => void;
}

export const PageWords = ({ box, panelNumber, onEdit }: WordsProps): ReactNode => (
  <div
    className="page-words"
    style={frameOf(box)}
    role="button"
    tabIndex={0}
    data-testid="page-words"
    data-panel-id={box.panelId}
    onClick={onEdit}
    onKeyDown={(event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      onEdit();
    }}
  >
    <span className="visually-hidden">{t('Edit the words of panel {number}', { number: panelNumber })} </span>
    <TextView box={{ ...box, rect: { ...box.rect, x: FRAME, y: FRAME } }} />
  </div>
);

/** How far the place to click reaches around the words, in points. */
const FRAME = 6;
const frameOf = ({ rect }: TextBox): { left: number; top: number; width: number; height: number } => ({
  left: rect.x - FRAME,
  top: rect.y - FRAME,
  width: rect.width + 2 * FRAME,
  height: rect.height + 2 * FRAME,
});

interface FieldProps {
  readonly box: TextBox;
  readonly panelNumber: number;
  readonly text: string;
  readonly pageHeight: number;
  readonly onChange: (text: string) => void;
  readonly onDone: () => void;
}

export function WordsField({ box, panelNumber, text, pageHeight, onChange, onDone }: FieldProps): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const node = field.current;
    node?.focus();
    node?.setSelectionRange(node.value.length, node.value.length);
  }, []);
  const { height: _height, ...look } = textLook(box);
  return (
    <textarea
      ref={field}
      className="words-field"
      dir="auto"
      value={text}
      aria-label={t('Words of panel {number}', { number: panelNumber })}
      data-testid="words-field"
      style={{
        ...look,
        minHeight: Math.max(box.rect.height, box.leading * 2),
        maxHeight: Math.max(box.leading * 3, pageHeight - box.rect.y - FRAME * 2),
      }}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone();
      }}
    />
  );
}
