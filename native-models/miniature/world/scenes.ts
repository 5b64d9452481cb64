// Draws single scenes at random for stage 1 and for the vision parts: who, where, when, with what. One scene is one graph.
import type { Rng } from '../../../common/base/rng';
import { CHARACTERS } from './characters';
import { HELD_OUT_COMBINATIONS, holdsHeldOutCombination } from './held-out';
import { pickName } from './names';
import { PLACES, TIMES } from './places';
import { PROPS } from './props';
import type { CharacterId, Relation, SceneCharacter, SceneGraph, SceneProp } from './scene-graph';

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
  if (roll < 0.6 && !busy) return 'held';
  if (roll < 0.8) return 'beside';
  return roll < 0.9 ? 'on' : 'under';
}

function draw(rng: Rng, heldOut: boolean): SceneGraph {
  const wanted = heldOut ? rng.pick(HELD_OUT_COMBINATIONS) : undefined;
  const kinds = rng.shuffle(CHARACTERS.map((kind) => kind.id));
  const first: CharacterId = wanted?.[0] ?? kinds[0] ?? 'fox';
  const crowd = 1 + countOf(rng, [0.56, 0.34, 0.1]);
  const ids = [first, ...kinds.filter((id) => id !== first)].slice(0, crowd);
  const taken: string[] = [];
  const characters = ids.map((id, index): SceneCharacter => {
    const { name } = pickName(rng, id, heldOut, taken);
    taken.push(name);
    return { id, name, role: index === 0 ? 'main' : 'other' };
  });
  const things = rng.shuffle(PROPS.map((kind) => kind.id));
  // Three figures leave room for one prop at most, and none on or under furniture.
  const number = Math.min(
    crowd === 3 ? 1 : 2,
    wanted === undefined ? countOf(rng, [0.18, 0.64, 0.18]) : 1 + countOf(rng, [0.8, 0.2]),
  );
  const propIds = (wanted === undefined ? things : [wanted[2], ...things.filter((id) => id !== wanted[2])]).slice(
    0,
    number,
  );
  const hands = new Set<CharacterId>();
  let furniture = false;
  const props = propIds.map((id, index): SceneProp => {
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
  return { place: wanted?.[1] ?? rng.pick(PLACES).id, time: rng.pick(TIMES).id, characters, props, seed: rng.uint32() };
}

/**
 * One random scene.
 * @param heldOut true draws only held-out combinations with held-out names; false never draws one
 */
export function makeScene(rng: Rng, heldOut = false): SceneGraph {
  for (;;) {
    const graph = draw(rng, heldOut);
    if (heldOut || !holdsHeldOutCombination(graph)) return graph;
  }
}
