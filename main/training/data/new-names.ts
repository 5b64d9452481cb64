// Stories in which everybody whom the first panel names gets a made-up name, so that any name a writer gives is just a name to the model.
// Whoever comes in later keeps the world's name: those are the names that the model is to give by itself. Text only: graphs and
// pictures stay. Names that must not be learned (held out for evaluation) are never given.
import type { Rng } from '../../../common/base/rng';
import type { Story } from './world-records';

const ONSETS = 'B D F G H J K L M N P R S T V W Z Br Tr St Kl Sh Qu Y'.split(' ');
const MIDDLES = 'a e i o u ai ee oo ie'.split(' ');
const ENDINGS = 'ba do fi la lo ma ni no ra ri sa ta to vo n l r s x ck lin mon dy th nna ette'.split(' ');
const LONGER = 0.35;

/** A name of two or three syllables. */
function madeUpName(rng: Rng): string {
  const start = rng.pick(ONSETS) + rng.pick(MIDDLES);
  const middle = rng.chance(LONGER) ? rng.pick(ONSETS).toLowerCase() + rng.pick(MIDDLES) : '';
  return start + middle + rng.pick(ENDINGS);
}

/** @param never names that are not given */
export function withNewNames(story: Story, rng: Rng, never: ReadonlySet<string>): Story {
  const names = new Set(story.panels.flatMap(({ picture }) => picture.graph?.characters.map(({ name }) => name) ?? []));
  const opening = story.panels[0]?.text ?? '';
  const replaced = [...names].sort().filter((name) => wordIn(name).test(opening));
  if (replaced.length === 0) return story;
  const given = new Map<string, string>();
  for (const name of replaced) {
    let made = madeUpName(rng);
    while (never.has(made) || names.has(made) || [...given.values()].includes(made)) made = madeUpName(rng);
    given.set(name, made);
  }
  const pattern = new RegExp(`\\b(?:${replaced.map(escaped).join('|')})\\b`, 'gu');
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
