// What can be drawn where adapters bring words for characters that the bundle does not know: which words a story's adapters bring, and the
// bundle's lists with them. Not whether a word is known: that is known-words.ts.
import type { AdapterSummary, ChosenAdapter } from '../domain/adapter';
import { knownWordsOf, type Knows } from './known-words';

/** The words of the adapters that are chosen with a strength and can be used, each once. */
export function broughtWords(
  chosen: readonly ChosenAdapter[],
  library: readonly Pick<AdapterSummary, 'id' | 'state' | 'parts'>[],
): string[] {
  const used = chosen
    .filter(({ strength }) => strength > 0)
    .map((choice) => library.find(({ id, state }) => id === choice.id && state === 'ready'));
  return [...new Set(used.flatMap((adapter) => adapter?.parts.words ?? []))];
}

const kept = new WeakMap<Knows, Map<string, Knows>>();

/**
 * The bundle's lists with these words before its own characters: the same object for the same words, so that asking again costs nothing;
 * the bundle's own where they bring nothing new, and where it draws anything.
 */
export function knowsWith(knows: Knows, words: readonly string[]): Knows {
  const own = new Set(Object.values(knows).flat());
  const brought = words.filter((word) => !own.has(word));
  if (brought.length === 0 || knownWordsOf(knows) === null) return knows;
  const key = brought.join(' ');
  const before = kept.get(knows) ?? new Map<string, Knows>();
  const found = before.get(key) ?? { ...knows, characters: [...brought, ...knows.characters] };
  kept.set(knows, before.set(key, found));
  return found;
}
