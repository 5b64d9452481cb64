// The names of the world's characters with their pronouns, by the kind that mostly bears them. Two lists are never in training data:
// the held-out names of known kinds (held-out.ts) and the names of the unseen kinds.
import type { Rng } from '../../../common/base/rng';
import type { CharacterId, KnownCharacterId, UnseenCharacterId } from './scene-graph';

export interface GivenName {
  readonly name: string;
  readonly pronoun: 'he' | 'she';
}

const he = (name: string): GivenName => ({ name, pronoun: 'he' });
const she = (name: string): GivenName => ({ name, pronoun: 'she' });

export const NAMES: Readonly<Record<KnownCharacterId, readonly GivenName[]>> = {
  fox: [he('Pip'), she('Ruby'), he('Rusty'), she('Sienna')],
  bear: [he('Bruno'), she('Honey'), he('Otto'), she('Bonnie')],
  owl: [she('Olive'), he('Hugo'), she('Luna'), he('Archie')],
  rabbit: [she('Clover'), he('Jasper'), she('Daisy'), he('Benny')],
  cat: [she('Mimi'), he('Felix'), she('Willow'), he('Simon')],
  frog: [he('Finn'), she('Lily'), he('Toby'), she('Jade')],
  penguin: [he('Pablo'), she('Nora'), he('Milo'), she('Polly')],
  mouse: [she('Tilly'), he('Nibs'), she('Poppy'), he('Teddy')],
  lion: [he('Leo'), she('Goldie'), he('Arthur'), she('Sally')],
  turtle: [she('Myrtle'), he('Sheldon'), she('Shelly'), he('Walter')],
  dog: [he('Max'), she('Biscuit'), he('Buddy'), she('Lucy')],
  duck: [she('Dora'), he('Donny'), she('Dilly'), he('Quinn')],
  pig: [she('Rosie'), he('Percy'), she('Penny'), he('Hamish')],
  cow: [she('Buttercup'), he('Barney'), she('Molly'), he('Clive')],
  horse: [she('Ginger'), he('Dusty'), she('Mabel'), he('Charlie')],
  elephant: [she('Ella'), he('Edgar'), she('Tess'), he('Humphrey')],
  whale: [she('Marina'), he('Wally'), she('Cora'), he('Moses')],
  wolf: [he('Axel'), she('Juno'), he('Robin'), she('Freya')],
  dragon: [he('Fergus'), she('Flora'), he('Drake'), she('Trixie')],
  robot: [he('Bert'), she('Dot'), he('Rex'), she('Nova')],
  girl: [she('Anna'), she('Emma'), she('Maya'), she('Sara')],
  boy: [he('Ben'), he('Tom'), he('Sam'), he('Jack')],
  ghost: [he('Casper'), she('Maud'), he('Boo'), she('Wendy')],
  hedgehog: [he('Harry'), she('Holly'), he('Basil'), she('Betty')],
};

/** Never in training data: one for each known kind. */
export const HELD_OUT_NAMES: Readonly<Record<KnownCharacterId, GivenName>> = {
  fox: she('Amber'),
  bear: he('Boris'),
  owl: he('Silas'),
  rabbit: she('Hazel'),
  cat: he('Oscar'),
  frog: she('Greta'),
  penguin: she('Isla'),
  mouse: he('Rufus'),
  lion: he('Victor'),
  turtle: she('Gloria'),
  dog: he('Monty'),
  duck: she('Wilma'),
  pig: he('Gus'),
  cow: she('Bella'),
  horse: he('Duke'),
  elephant: she('Nelly'),
  whale: he('Jonah'),
  wolf: she('Alma'),
  dragon: he('Igor'),
  robot: she('Ada'),
  girl: she('Zoe'),
  boy: he('Peter'),
  ghost: she('Fay'),
  hedgehog: he('Norman'),
};

/** Of the unseen kinds: never in training data either. */
export const UNSEEN_NAMES: Readonly<Record<UnseenCharacterId, readonly GivenName[]>> = {
  tiger: [he('Rory'), she('Tara')],
  panda: [she('Mei'), he('Bao')],
  koala: [she('Matilda'), he('Sydney')],
  monkey: [he('Momo'), she('Kiki')],
  raccoon: [he('Rocco'), she('Roxy')],
  unicorn: [she('Stella'), he('Orion')],
  chicken: [she('Henrietta'), he('Cooper')],
  octopus: [she('Octavia'), he('Neptune')],
};

const EVERY_NAME: readonly GivenName[] = Object.values(NAMES).flat();
const EVERY_HELD_OUT_NAME: readonly GivenName[] = Object.values(HELD_OUT_NAMES);
const EVERY_UNSEEN_NAME: readonly GivenName[] = Object.values(UNSEEN_NAMES).flat();

/** Kinds of a child keep to their own pronoun: a girl is not called Tom. */
const PRONOUN_OF_KIND: Partial<Record<CharacterId, 'he' | 'she'>> = { girl: 'she', boy: 'he' };

function ownNames(kind: CharacterId, heldOut: boolean): readonly GivenName[] {
  if (kind in UNSEEN_NAMES) return UNSEEN_NAMES[kind as UnseenCharacterId];
  return heldOut ? [HELD_OUT_NAMES[kind as KnownCharacterId]] : NAMES[kind as KnownCharacterId];
}

function everyName(kind: CharacterId, heldOut: boolean): readonly GivenName[] {
  if (kind in UNSEEN_NAMES) return EVERY_UNSEEN_NAME;
  return heldOut ? EVERY_HELD_OUT_NAME : EVERY_NAME;
}

/**
 * A name for a character: mostly one of its kind's own, sometimes another's, so that a name alone does not give the kind away.
 * Unseen kinds have a list of their own, held out or not.
 * @param taken names already used in the same story
 */
export function pickName(rng: Rng, kind: CharacterId, heldOut: boolean, taken: readonly string[] = []): GivenName {
  const pronoun = PRONOUN_OF_KIND[kind];
  const free = (names: readonly GivenName[]): GivenName[] =>
    names.filter((given) => !taken.includes(given.name) && (pronoun === undefined || given.pronoun === pronoun));
  const own = free(ownNames(kind, heldOut));
  return own.length > 0 && rng.chance(0.7) ? rng.pick(own) : rng.pick(free(everyName(kind, heldOut)));
}

const PRONOUNS: ReadonlyMap<string, 'he' | 'she'> = new Map(
  [...EVERY_NAME, ...EVERY_HELD_OUT_NAME, ...EVERY_UNSEEN_NAME].map(({ name, pronoun }) => [name, pronoun]),
);

/** The pronoun of a name, or undefined for a name the world does not know. */
export function pronounOf(name: string): 'he' | 'she' | undefined {
  return PRONOUNS.get(name);
}
