// The names of the world's characters with their pronouns, by the kind that mostly bears them; some names are held out and
// never occur in training data (held-out.ts).
import type { Rng } from '../../../common/base/rng';
import type { CharacterId } from './scene-graph';

export interface GivenName {
  readonly name: string;
  readonly pronoun: 'he' | 'she';
}

const he = (name: string): GivenName => ({ name, pronoun: 'he' });
const she = (name: string): GivenName => ({ name, pronoun: 'she' });

export const NAMES: Readonly<Record<CharacterId, readonly GivenName[]>> = {
  fox: [he('Pip'), she('Ruby'), he('Rusty')],
  bear: [he('Bruno'), she('Honey'), he('Otto')],
  owl: [she('Olive'), he('Hugo'), she('Luna')],
  rabbit: [she('Clover'), he('Jasper'), she('Daisy')],
  cat: [she('Mimi'), he('Felix'), she('Willow')],
  frog: [he('Finn'), she('Lily'), he('Toby')],
  penguin: [he('Pablo'), she('Nora'), he('Milo')],
  mouse: [she('Tilly'), he('Nibs'), she('Poppy')],
};

/** Never in training data: one for each kind. */
export const HELD_OUT_NAMES: Readonly<Record<CharacterId, GivenName>> = {
  fox: she('Amber'),
  bear: he('Boris'),
  owl: he('Silas'),
  rabbit: she('Hazel'),
  cat: he('Oscar'),
  frog: she('Greta'),
  penguin: she('Isla'),
  mouse: he('Rufus'),
};

const EVERY_NAME: readonly GivenName[] = Object.values(NAMES).flat();

/**
 * A name for a character: mostly one of its kind's own, sometimes another's, so that a name alone does not give the kind away.
 * @param taken names already used in the same story
 */
export function pickName(rng: Rng, kind: CharacterId, heldOut: boolean, taken: readonly string[] = []): GivenName {
  const free = (names: readonly GivenName[]): GivenName[] => names.filter((given) => !taken.includes(given.name));
  if (heldOut) {
    const own = HELD_OUT_NAMES[kind];
    return rng.chance(0.7) && !taken.includes(own.name) ? own : rng.pick(free(Object.values(HELD_OUT_NAMES)));
  }
  const own = free(NAMES[kind]);
  return own.length > 0 && rng.chance(0.7) ? rng.pick(own) : rng.pick(free(EVERY_NAME));
}

/** The pronoun of a name, or undefined for a name the world does not know. */
export function pronounOf(name: string): 'he' | 'she' | undefined {
  return [...EVERY_NAME, ...Object.values(HELD_OUT_NAMES)].find((given) => given.name === name)?.pronoun;
}
