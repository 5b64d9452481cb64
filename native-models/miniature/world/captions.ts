// Captions of a picture, from its graph: one canonical sentence with a fixed word order, and varied paraphrases. A caption names
// everything in the graph and nothing else; narration, which does not, is another file's concern.
import type { Rng } from '../../../common/base/rng';
import { character, type CharacterKind } from './characters';
import { place, time } from './places';
import { prop } from './props';
import type { SceneGraph, SceneProp, StyleId } from './scene-graph';

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
}

/** The word with "a" or "an", by its first letter (all words of the world follow it). */
export function withArticle(word: string): string {
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

interface Wording {
  readonly who: (kind: CharacterKind) => string;
  readonly what: (item: SceneProp) => string;
  readonly holds: string;
  readonly stands: string;
  readonly where: string;
  readonly when: string;
}

function canonicalWording(graph: SceneGraph): Wording {
  return {
    who: (kind) => withArticle(kind.word),
    what: (item) => withArticle(prop(item.id).word),
    holds: 'with',
    stands: 'next to',
    where: place(graph.place).where,
    when: time(graph.time).when,
  };
}

/** Everybody with what they hold or stand next to: ["a fox with a lantern", "an owl"]. */
function people(graph: SceneGraph, wording: Wording): string[] {
  return graph.characters.map((who) => {
    const own = graph.props.filter((item) => item.by === who.id);
    const held = own.filter((item) => item.relation === 'held').map(wording.what);
    const near = own.filter((item) => item.relation === 'beside').map(wording.what);
    const parts = [wording.who(character(who.id))];
    if (held.length > 0) parts.push(`${wording.holds} ${listed(held)}`);
    if (near.length > 0)
      parts.push(held.length > 0 ? `and ${wording.stands} ${listed(near)}` : `${wording.stands} ${listed(near)}`);
    return parts.join(' ');
  });
}

/** What is on or under the place's furniture: ["a book on a rock"]. */
function placedThings(graph: SceneGraph, wording: Wording): string[] {
  return graph.props
    .filter((item) => item.relation === 'on' || item.relation === 'under')
    .map(
      (item) =>
        `${wording.what(item)} ${item.relation} ${item.relation === 'on' ? place(graph.place).support : place(graph.place).shelter}`,
    );
}

/** Who is there, then what lies about: a comma keeps "with a lantern, and an apple on a rock" apart. */
function everything(graph: SceneGraph, wording: Wording): string {
  const placed = placedThings(graph, wording);
  const who = listed(people(graph, wording));
  return placed.length === 0 ? who : `${who}, and ${listed(placed)}`;
}

/** The style at the end of a canonical caption; flat pictures leave it unsaid. */
const STYLE_ENDINGS: Readonly<Record<StyleId, string>> = { flat: '', ink: ', in ink', pastel: ', in pastel' };

/**
 * The canonical caption, at most 24 words: "a fox with a lantern and an owl next to a kite on the beach at night, in ink".
 */
export function canonicalCaption(graph: SceneGraph): string {
  const wording = canonicalWording(graph);
  const all = everything(graph, wording);
  return `${all} ${wording.where} ${wording.when}${STYLE_ENDINGS[graph.style]}`;
}

type Frame = (all: string, where: string, when: string) => string;

const FRAMES: readonly Frame[] = [
  (all, where, when) => `${all} ${where}, ${when}`,
  (all, where, when) => `${when}, ${where}: ${all}`,
  (all, where, when) => `${all} ${when} ${where}`,
  (all, where, when) => `here is ${all} ${where} ${when}`,
  (all, where, when) => `${where} we see ${all}, ${when}`,
  (all, where, when) => `we see ${all} ${where} ${when}`,
  (all, where, when) => `${when} there is ${all} ${where}`,
  (all, where, when) => `${where}, ${when}, there is ${all}`,
  (all, where, when) => `look: ${all} ${where} ${when}`,
];

/** Frames of a picture that say what kind of picture it is. */
const PICTURES: Readonly<Record<StyleId, readonly string[]>> = {
  flat: ['a picture of', 'a drawing of', 'a picture that shows'],
  ink: ['an ink drawing of', 'a picture in ink of', 'an inked picture of'],
  pastel: ['a soft pastel picture of', 'a pastel drawing of', 'a picture in soft pastel of'],
};

/** Other ways to say the style at the end. */
const ENDINGS: Readonly<Record<StyleId, readonly string[]>> = {
  flat: [''],
  ink: [', in ink', ', drawn in ink', ', with ink lines'],
  pastel: [', in pastel', ', in soft pastel', ', drawn in pastel'],
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One varied caption that says the same as the canonical one. */
export function paraphrase(graph: SceneGraph, rng: Rng): string {
  const synonym = (word: string, others: readonly string[]): string => (rng.chance(0.55) ? word : rng.pick(others));
  const wording: Wording = {
    who: (kind) => withArticle(synonym(kind.word, kind.synonyms)),
    what: (item) => withArticle(synonym(prop(item.id).word, prop(item.id).synonyms)),
    holds: rng.pick(['with', 'holding', 'that holds', 'carrying']),
    stands: rng.pick(['next to', 'beside', 'standing by']),
    where: synonym(place(graph.place).where, place(graph.place).otherWheres),
    when: synonym(time(graph.time).when, time(graph.time).otherWhens),
  };
  const all = everything(graph, wording);
  if (rng.chance(0.3)) return capital(`${rng.pick(PICTURES[graph.style])} ${all} ${wording.where} ${wording.when}.`);
  return capital(`${rng.pick(FRAMES)(all, wording.where, wording.when)}${rng.pick(ENDINGS[graph.style])}.`);
}

/** `count` different paraphrases. */
export function paraphrases(graph: SceneGraph, rng: Rng, count = 3): string[] {
  const made = new Set<string>();
  while (made.size < count) made.add(paraphrase(graph, rng));
  return [...made];
}
