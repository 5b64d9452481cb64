// What can be drawn in the story on screen: what the bundle knows, and the words that the story's own styles bring. Not yet, before there
// is a bundle.
import type { Knows } from '../../../common/words/known-words';
import { broughtWords, knowsWith } from '../../../common/words/brought-words';
import { useAdapters, useEngine } from '../../api/use-studio';
import { useEditor } from '../workspace/use-workspace';

/** The same object until something in it changes; null while there is no bundle. */
export function useKnows(): Knows | null {
  const { bundle } = useEngine();
  const library = useAdapters();
  const chosen = useEditor((state) => state.story.adapters);
  return bundle === null ? null : knowsWith(bundle.knows, broughtWords(chosen ?? [], library));
}
