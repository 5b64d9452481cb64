// The words of a text that the model cannot draw, as they stand; the word that is still being typed is left in peace.
import { useMemo } from 'react';
import { findUnknownWords, type UnknownWord } from '../../../common/words/unknown-words';
import { useKnows } from './use-knows';

const none: readonly UnknownWord[] = [];
const MAX_TEXT = 20_000; // a longer text is not read at every key

export function useUnknownWords(text: string): readonly UnknownWord[] {
  const knows = useKnows();
  return useMemo(() => {
    if (knows === null || text.length > MAX_TEXT) return none;
    const found = findUnknownWords(text, knows).filter(({ to }) => to < text.length);
    return found.length === 0 ? none : found;
  }, [knows, text]);
}
