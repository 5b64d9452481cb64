// The words of a text that the model cannot draw, as they stand; the word that is still being typed is left in peace.
import { useMemo } from 'react';
import { findUnknownWords, type UnknownWord } from '../../../common/words/unknown-words';
import { useEngine } from '../../api/use-studio';

const none: readonly UnknownWord[] = [];
const MAX_TEXT = 20_000; // a longer text is not read at every key

export function useUnknownWords(text: string): readonly UnknownWord[] {
  const { bundle } = useEngine();
  return useMemo(() => {
    if (bundle === null || text.length > MAX_TEXT) return none;
    const found = findUnknownWords(text, bundle.knows).filter(({ to }) => to < text.length);
    return found.length === 0 ? none : found;
  }, [bundle, text]);
}
