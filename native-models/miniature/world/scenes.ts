// Draws single scenes at random for stage 1 and for the vision parts: who, where, when, with what, in which style. One scene is one graph.
import type { Rng } from '../../../common/base/rng';
import { knownCharacters } from './characters';
import { HELD_OUT_COMBINATIONS, holdsHeldOutCombination, type Combination } from './held-out';
import { pickName } from './names';
import { PLACES, timesOf } from './places';
import { PROPS } from './props';
import type { CharacterId, PropId, Relation, SceneCharacter, SceneGraph, SceneProp, StyleId } from './scene-graph';

/** What a scene must show; the rest is random. */
export interface SceneWish {
  /** The main character; the only way to an unseen one. */
  readonly character?: CharacterId;
}

/** Flat pictures are half of all. */
export function pickStyle(rng: Rng): StyleId {
  return rng.chance(0.5) ? 'flat' : rng.chance(0.5) ? 'ink' : 'pastel';
}

function countOf(rng: Rng, shares: readonly number[]): number {
  let left = rng.uniform();
  for (let i = 0; i < shares.length - 1; i++) {
    left -= shares[i] ?? 0;
    if (left < 0) return i;
  }
  return shares.length - 1;
}

function relationOf(rng: Rng, busy: boolean): Relation {
  const roll = rng.uniform();
  if (roll < 0.55 && !busy) return 'held';
  if (roll < 0.8) return 'beside';
  return roll < 0.9 ? 'on' : 'under';
}

/** Two things at most, one with three figures; a held-out scene has at least the held-out thing. */
function pickProps(rng: Rng, ids: readonly CharacterId[], wanted: PropId | undefined): SceneProp[] {
  const crowd = ids.length;
  const first = ids[0] ?? 'fox';
  const things = rng.shuffle(PROPS.map((kind) => kind.id));
  const count = wanted === undefined ? countOf(rng, [0.14, 0.66, 0.2]) : 1 + countOf(rng, [0.8, 0.2]);
  const chosen = (wanted === undefined ? things : [wanted, ...things.filter((id) => id !== wanted)]).slice(
    0,
    Math.min(crowd === 3 ? 1 : 2, count),
  );
  const hands = new Set<CharacterId>();
  let furniture = false;
  return chosen.map((id, index): SceneProp => {
    const by = index === 0 && wanted !== undefined ? first : rng.chance(0.7) ? first : rng.pick(ids);
    let relation = relationOf(rng, hands.has(by));
    if ((relation === 'on' || relation === 'under') && (furniture || crowd === 3))
      relation = hands.has(by) ? 'beside' : 'held';
    if (relation === 'held') hands.add(by);
    if (relation === 'on' || relation === 'under') {
      furniture = true;
      return { id, relation };
    }
    return { id, relation, by };
  });
}

function draw(rng: Rng, heldOut: boolean, wish: SceneWish): SceneGraph {
  const choices = HELD_OUT_COMBINATIONS.filter(([who]) => wish.character === undefined || who === wish.character);
  const wanted: Combination | undefined = heldOut && choices.length > 0 ? rng.pick(choices) : undefined;
  const kinds: readonly CharacterId[] = rng.shuffle(knownCharacters.map((kind) => kind.id));
  const first: CharacterId = wish.character ?? wanted?.[0] ?? kinds[0] ?? 'fox';
  const crowd = 1 + countOf(rng, [0.56, 0.34, 0.1]);
  const ids = [first, ...kinds.filter((id) => id !== first)].slice(0, crowd);
  const taken: string[] = [];
  const characters = ids.map((id, index): SceneCharacter => {
    const { name } = pickName(rng, id, heldOut, taken);
    taken.push(name);
    return { id, name, role: index === 0 ? 'main' : 'other' };
  });
  const where = wanted?.[1] ?? rng.pick(PLACES).id;
  return {
    place: where,
    time: rng.pick(timesOf(where)),
    style: pickStyle(rng),
    characters,
    props: pickProps(rng, ids, wanted?.[2]),
    seed: rng.uint32(),
  };
}

/**
 * One random scene.
 * @param heldOut true draws only held-out combinations (an unseen main character has none) with held-out names; false never draws one
 */
export function makeScene(rng: Rng, heldOut = false, wish: SceneWish = {}): SceneGraph {
  for (;;) {
    const graph = draw(rng, heldOut, wish);
    if (heldOut || !holdsHeldOutCombination(graph)) return graph;
  }
}
