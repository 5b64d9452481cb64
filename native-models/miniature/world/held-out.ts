// What no part of the bundle is ever trained on: combinations of character, place and prop, and names. Committed as data, so that a
// later change of the generator cannot move the line between training and evaluation.
import { HELD_OUT_NAMES } from './names';
import type { CharacterId, PlaceId, PropId, SceneGraph } from './scene-graph';

export type Combination = readonly [CharacterId, PlaceId, PropId];

/** Three for each character, four for each place, two for each prop. */
export const HELD_OUT_COMBINATIONS: readonly Combination[] = [
  ['fox', 'snow', 'balloon'],
  ['fox', 'meadow', 'key'],
  ['fox', 'room', 'umbrella'],
  ['bear', 'beach', 'kite'],
  ['bear', 'town', 'map'],
  ['bear', 'forest', 'star'],
  ['owl', 'meadow', 'lantern'],
  ['owl', 'snow', 'book'],
  ['owl', 'town', 'apple'],
  ['rabbit', 'beach', 'gift'],
  ['rabbit', 'room', 'boat'],
  ['rabbit', 'forest', 'balloon'],
  ['cat', 'snow', 'flower'],
  ['cat', 'beach', 'book'],
  ['cat', 'meadow', 'umbrella'],
  ['frog', 'town', 'lantern'],
  ['frog', 'room', 'kite'],
  ['frog', 'forest', 'gift'],
  ['penguin', 'forest', 'key'],
  ['penguin', 'meadow', 'boat'],
  ['penguin', 'room', 'apple'],
  ['mouse', 'beach', 'star'],
  ['mouse', 'town', 'flower'],
  ['mouse', 'snow', 'map'],
];

export function isHeldOutCombination(who: CharacterId, where: PlaceId, what: PropId): boolean {
  return HELD_OUT_COMBINATIONS.some(([c, p, t]) => c === who && p === where && t === what);
}

/** True when any character of the picture is in the place with a prop in a combination that is held out. */
export function holdsHeldOutCombination(graph: SceneGraph): boolean {
  return graph.characters.some((who) => graph.props.some((item) => isHeldOutCombination(who.id, graph.place, item.id)));
}

export function isHeldOutName(name: string): boolean {
  return Object.values(HELD_OUT_NAMES).some((given) => given.name === name);
}

/** True when a graph must not be trained on: a held-out combination, or a held-out name. */
export function isHeldOut(graph: SceneGraph): boolean {
  return holdsHeldOutCombination(graph) || graph.characters.some((who) => isHeldOutName(who.name));
}
