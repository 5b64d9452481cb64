// Prints what the picture-book world holds as one JSON object, in the world's own order: the label spaces of the recipe and of
// the judge. Not a data set: those come from scripts/world.ts. Run by prepare.py.
import { CHARACTERS, isUnseen } from '../world/characters';
import { HELD_OUT_NAMES, NAMES } from '../world/names';
import { PLACES, TIMES } from '../world/places';
import { PROPS } from '../world/props';
import type { StyleId } from '../world/scene-graph';

interface Label {
  readonly id: string;
  readonly words: readonly string[];
}

const styles: readonly StyleId[] = ['flat', 'ink', 'pastel'];

const label = (kind: { readonly id: string; readonly word: string; readonly synonyms: readonly string[] }): Label => ({
  id: kind.id,
  words: [kind.word, ...kind.synonyms],
});

const labels = {
  characters: CHARACTERS.map((kind) => ({ ...label(kind), unseen: isUnseen(kind.id) })),
  places: PLACES.map((kind) => ({ ...label(kind), said: kind.where })),
  times: TIMES.map((kind) => ({ ...label(kind), said: kind.when })),
  styles: styles.map((id) => ({ id })),
  props: PROPS.map(label),
  names: Object.values(NAMES).flat(),
  heldOutNames: Object.values(HELD_OUT_NAMES).map(({ name }) => name),
};

process.stdout.write(`${JSON.stringify(labels, null, 1)}\n`);
