// What no part of the bundle is ever trained on: combinations of character, place and prop, names, and whole characters. Committed
// as data, so that a later change of the generator cannot move the line between training and evaluation.
import { isUnseen } from './characters';
import { HELD_OUT_NAMES } from './names';
import type { CharacterId, KnownCharacterId, PlaceId, PropId, SceneGraph } from './scene-graph';

export type Combination = readonly [KnownCharacterId, PlaceId, PropId];

/** Five for each character, ten for each place, four for each prop. */
export const HELD_OUT_COMBINATIONS: readonly Combination[] = [
  ['fox', 'room', 'book'],
  ['fox', 'desert', 'umbrella'],
  ['fox', 'castle', 'bucket'],
  ['fox', 'town', 'key'],
  ['fox', 'mountain', 'lantern'],
  ['bear', 'room', 'boat'],
  ['bear', 'desert', 'map'],
  ['bear', 'mountain', 'star'],
  ['bear', 'forest', 'ball'],
  ['bear', 'beach', 'hat'],
  ['owl', 'meadow', 'teapot'],
  ['owl', 'farm', 'balloon'],
  ['owl', 'castle', 'guitar'],
  ['owl', 'sea', 'clock'],
  ['owl', 'mountain', 'boat'],
  ['rabbit', 'mountain', 'hat'],
  ['rabbit', 'meadow', 'pumpkin'],
  ['rabbit', 'snow', 'trumpet'],
  ['rabbit', 'room', 'bell'],
  ['rabbit', 'desert', 'kite'],
  ['cat', 'beach', 'cake'],
  ['cat', 'snow', 'kite'],
  ['cat', 'meadow', 'balloon'],
  ['cat', 'farm', 'bucket'],
  ['cat', 'desert', 'basket'],
  ['frog', 'snow', 'carrot'],
  ['frog', 'farm', 'pumpkin'],
  ['frog', 'space', 'letter'],
  ['frog', 'desert', 'ball'],
  ['frog', 'town', 'lantern'],
  ['penguin', 'sea', 'teapot'],
  ['penguin', 'snow', 'drum'],
  ['penguin', 'meadow', 'apple'],
  ['penguin', 'castle', 'clock'],
  ['penguin', 'room', 'shell'],
  ['mouse', 'space', 'kite'],
  ['mouse', 'mountain', 'map'],
  ['mouse', 'town', 'cake'],
  ['mouse', 'beach', 'shell'],
  ['mouse', 'desert', 'umbrella'],
  ['lion', 'meadow', 'carrot'],
  ['lion', 'forest', 'clock'],
  ['lion', 'town', 'guitar'],
  ['lion', 'space', 'crown'],
  ['lion', 'sea', 'umbrella'],
  ['turtle', 'space', 'lantern'],
  ['turtle', 'castle', 'guitar'],
  ['turtle', 'beach', 'key'],
  ['turtle', 'sea', 'bell'],
  ['turtle', 'room', 'candle'],
  ['dog', 'farm', 'drum'],
  ['dog', 'forest', 'map'],
  ['dog', 'meadow', 'umbrella'],
  ['dog', 'space', 'basket'],
  ['dog', 'desert', 'book'],
  ['duck', 'town', 'balloon'],
  ['duck', 'beach', 'boat'],
  ['duck', 'sea', 'crown'],
  ['duck', 'space', 'ball'],
  ['duck', 'mountain', 'apple'],
  ['pig', 'farm', 'trumpet'],
  ['pig', 'castle', 'mushroom'],
  ['pig', 'snow', 'flower'],
  ['pig', 'desert', 'bucket'],
  ['pig', 'beach', 'star'],
  ['cow', 'castle', 'star'],
  ['cow', 'sea', 'gift'],
  ['cow', 'beach', 'trumpet'],
  ['cow', 'farm', 'mushroom'],
  ['cow', 'snow', 'drum'],
  ['horse', 'farm', 'star'],
  ['horse', 'sea', 'letter'],
  ['horse', 'castle', 'gift'],
  ['horse', 'town', 'book'],
  ['horse', 'desert', 'hat'],
  ['elephant', 'forest', 'letter'],
  ['elephant', 'meadow', 'bucket'],
  ['elephant', 'farm', 'drum'],
  ['elephant', 'snow', 'cake'],
  ['elephant', 'space', 'apple'],
  ['whale', 'town', 'shell'],
  ['whale', 'mountain', 'letter'],
  ['whale', 'forest', 'candle'],
  ['whale', 'sea', 'book'],
  ['whale', 'meadow', 'bell'],
  ['wolf', 'room', 'carrot'],
  ['wolf', 'space', 'guitar'],
  ['wolf', 'town', 'apple'],
  ['wolf', 'beach', 'flower'],
  ['wolf', 'sea', 'gift'],
  ['dragon', 'room', 'kite'],
  ['dragon', 'forest', 'cake'],
  ['dragon', 'castle', 'carrot'],
  ['dragon', 'town', 'clock'],
  ['dragon', 'desert', 'flower'],
  ['robot', 'space', 'crown'],
  ['robot', 'beach', 'mushroom'],
  ['robot', 'forest', 'key'],
  ['robot', 'snow', 'bell'],
  ['robot', 'meadow', 'boat'],
  ['girl', 'room', 'pumpkin'],
  ['girl', 'forest', 'map'],
  ['girl', 'castle', 'candle'],
  ['girl', 'snow', 'basket'],
  ['girl', 'mountain', 'flower'],
  ['boy', 'town', 'crown'],
  ['boy', 'beach', 'basket'],
  ['boy', 'sea', 'mushroom'],
  ['boy', 'room', 'trumpet'],
  ['boy', 'space', 'pumpkin'],
  ['ghost', 'mountain', 'gift'],
  ['ghost', 'farm', 'hat'],
  ['ghost', 'forest', 'candle'],
  ['ghost', 'meadow', 'shell'],
  ['ghost', 'castle', 'teapot'],
  ['hedgehog', 'room', 'key'],
  ['hedgehog', 'farm', 'teapot'],
  ['hedgehog', 'snow', 'balloon'],
  ['hedgehog', 'mountain', 'ball'],
  ['hedgehog', 'forest', 'lantern'],
];

const KEYS: ReadonlySet<string> = new Set(HELD_OUT_COMBINATIONS.map((entry) => entry.join(' ')));

export function isHeldOutCombination(who: CharacterId, where: PlaceId, what: PropId): boolean {
  return KEYS.has(`${who} ${where} ${what}`);
}

/** True when any character of the picture is in the place with a prop in a combination that is held out. */
export function holdsHeldOutCombination(graph: SceneGraph): boolean {
  return graph.characters.some((who) => graph.props.some((item) => isHeldOutCombination(who.id, graph.place, item.id)));
}

export function isHeldOutName(name: string): boolean {
  return Object.values(HELD_OUT_NAMES).some((given) => given.name === name);
}

/** True when the picture shows a character that training never shows. */
export function holdsUnseenCharacter(graph: SceneGraph): boolean {
  return graph.characters.some((who) => isUnseen(who.id));
}

/** True when a graph must not be trained on: a held-out combination, a held-out name, or an unseen character. */
export function isHeldOut(graph: SceneGraph): boolean {
  return (
    holdsHeldOutCombination(graph) ||
    holdsUnseenCharacter(graph) ||
    graph.characters.some((who) => isHeldOutName(who.name))
  );
}
