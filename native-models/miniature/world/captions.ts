// Captions of a picture, from its graph: one canonical sentence with a fixed word order, and varied paraphrases. A caption names
// everything in the graph and nothing else; narration, which does not, is another file's concern.
import type { Rng } from '../../../common/base/rng';
import { character, type CharacterKind } from './characters';
import { place, time } from './places';
import { prop } from './props';
import type { SceneGraph, SceneProp } from './scene-graph';

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

/** The canonical caption: "a fox with a lantern and an owl on the beach at night". */
export function canonicalCaption(graph: SceneGraph): string {
  const wording = canonicalWording(graph);
  return `${listed([...people(graph, wording), ...placedThings(graph, wording)])} ${wording.where} ${wording.when}`;
}

const FRAMES = [
  (all: string, where: string, when: string): string => `${all} ${where}, ${when}.`,
  (all: string, where: string, when: string): string => `${when}, ${where}: ${all}.`,
  (all: string, where: string, when: string): string => `A picture of ${all} ${where} ${when}.`,
  (all: string, where: string, when: string): string => `Here is ${all} ${where} ${when}.`,
  (all: string, where: string, when: string): string => `${where} we see ${all}, ${when}.`,
  (all: string, where: string, when: string): string => `We see ${all} ${where} ${when}.`,
] as const;

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
  const all = listed([...people(graph, wording), ...placedThings(graph, wording)]);
  return capital(rng.pick(FRAMES)(all, wording.where, wording.when));
}

/** `count` different paraphrases. */
export function paraphrases(graph: SceneGraph, rng: Rng, count = 3): string[] {
  const made = new Set<string>();
  while (made.size < count) made.add(paraphrase(graph, rng));
  return [...made];
}
