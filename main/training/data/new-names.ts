// Stories in which everybody has another name, so that a name says nothing of who bears it: whom the first panel names gets a made-up
// name, as a writer may give any, or one that is usual in the data; whoever comes in later gets a usual one, since those are the
// names that the model is to give by itself, and never one that is taken. Without usual names newcomers keep theirs. Text only:
// graphs and pictures stay. Names that must not be learned (held out for evaluation) are never given.
import type { Rng } from '../../../common/base/rng';
import type { Story } from './world-records';

const ONSETS = 'B D F G H J K L M N P R S T V W Z Br Tr St Kl Sh Qu Y'.split(' ');
const MIDDLES = 'a e i o u ai ee oo ie'.split(' ');
const ENDINGS = 'ba do fi la lo ma ni no ra ri sa ta to vo n l r s x ck lin mon dy th nna ette'.split(' ');
const LONGER = 0.35;

/** A name of two or three syllables. */
export function madeUpName(rng: Rng): string {
  const start = rng.pick(ONSETS) + rng.pick(MIDDLES);
  const middle = rng.chance(LONGER) ? rng.pick(ONSETS).toLowerCase() + rng.pick(MIDDLES) : '';
  return start + middle + rng.pick(ENDINGS);
}

/** Where new names come from. */
export interface NewNames {
  /** Names that are not made up. */
  readonly never: ReadonlySet<string>;
  /** Names that are usual in the data, with the pronoun of who bears them. */
  readonly usual: ReadonlyMap<string, string>;
}

/** Everything may be made up, nothing is usual: for data of an unknown world. */
export const noNames: NewNames = { never: new Set(), usual: new Map() };

const MADE_UP = 0.5; // share of new names in the opening where there are usual ones

export function withNewNames(story: Story, rng: Rng, { never, usual }: NewNames): Story {
  const cast = new Set(story.panels.flatMap(({ picture }) => picture.graph?.characters.map(({ name }) => name) ?? []));
  const opening = story.panels[0]?.text ?? '';
  const given = new Map<string, string>();
  for (const name of [...cast].sort()) {
    const isNamedFirst = wordIn(name).test(opening);
    const peers = [...usual.keys()].filter((peer) => usual.get(peer) === usual.get(name) && !cast.has(peer));
    const hasPeers = usual.has(name) && peers.length > given.size;
    const isMadeUp = isNamedFirst && (!hasPeers || rng.chance(MADE_UP));
    if (!isMadeUp && !hasPeers) continue;
    const taken = new Set([...cast, ...given.values(), ...(isMadeUp ? never : [])]);
    let fresh: string;
    do fresh = isMadeUp ? madeUpName(rng) : rng.pick(peers);
    while (taken.has(fresh));
    given.set(name, fresh);
  }
  if (given.size === 0) return story;
  const pattern = new RegExp(`\\b(?:${[...given.keys()].map(escaped).join('|')})\\b`, 'gu');
  return {
    id: story.id,
    panels: story.panels.map(({ text, picture }) => ({
      text: text.replace(pattern, (name) => given.get(name) ?? name),
      picture,
    })),
  };
}

const wordIn = (name: string): RegExp => new RegExp(`\\b${escaped(name)}\\b`, 'u');
const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
