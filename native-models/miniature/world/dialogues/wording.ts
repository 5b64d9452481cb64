// How the two speakers of a dialogue call what a picture holds: "the fox", "Pip", "him"; "at night", "it is raining". One for each
// dialogue; it holds no state of the picture.
import type { Rng } from '../../../../common/base/rng';
import { character } from '../characters';
import { pronounOf } from '../names';
import { place } from '../places';
import { prop } from '../props';
import type { CharacterId, PropId, SceneCharacter, SceneGraph, StyleId, TimeId } from '../scene-graph';

/** "It is night." */
export const IT_IS: Readonly<Record<TimeId, string>> = {
  day: 'it is day',
  sunset: 'the sun is going down',
  night: 'it is night',
  rain: 'it is raining',
  snowfall: 'it is snowing',
};

/** What a writer asks for: "Now make it night." */
export const MAKE_IT: Readonly<Record<TimeId, readonly string[]>> = {
  day: ['now make it day', 'please make it a sunny day', 'can it be morning?'],
  sunset: ['now make it evening', 'I want to see the sun go down', 'can it be sunset?'],
  night: ['now make it night', 'please make it dark', 'can it be night?'],
  rain: ['now make it rain', 'let it rain', 'can it rain?'],
  snowfall: ['now let it snow', 'make snowflakes fall', 'can it be snowing?'],
};

export const STYLE_NAMES: Readonly<Record<StyleId, string>> = {
  flat: 'in flat colours',
  ink: 'in ink',
  pastel: 'in pastel',
};

export function aProp(id: PropId): string {
  const { article, word } = prop(id);
  return `${article} ${word}`;
}

export function aKind(id: CharacterId): string {
  const { article, word } = character(id);
  return `${article} ${word}`;
}

export class Wording {
  /** @param named true where the speakers use the names of the characters */
  constructor(
    readonly rng: Rng,
    readonly named: boolean,
  ) {}

  /** As somebody who is known: "the fox", "Pip". */
  the(who: SceneCharacter): string {
    return this.named && this.rng.chance(0.6) ? who.name : `the ${character(who.id).word}`;
  }

  /** As somebody new: "a fox", "Pip the fox". */
  a(who: SceneCharacter): string {
    return this.named ? `${who.name} the ${character(who.id).word}` : aKind(who.id);
  }

  /** "him", where only one can be meant; else as `the`. */
  object(who: SceneCharacter, graph: SceneGraph): string {
    if (!this.named || graph.characters.length > 1 || this.rng.chance(0.5)) return this.the(who);
    return pronounOf(who.name) === 'she' ? 'her' : 'him';
  }

  /** Everybody with what they have: "a fox with a lantern and an owl". */
  people(graph: SceneGraph): string {
    const each = graph.characters.map((who) => {
      const own = graph.props.filter((item) => item.by === who.id);
      const held = own.filter(({ relation }) => relation === 'held').map(({ id }) => aProp(id));
      const near = own.filter(({ relation }) => relation !== 'held').map(({ id }) => aProp(id));
      const parts = [this.a(who)];
      if (held.length > 0) parts.push(`with ${held.join(' and ')}`);
      if (near.length > 0) parts.push(`${held.length > 0 ? 'and ' : ''}next to ${near.join(' and ')}`);
      return parts.join(' ');
    });
    return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each[each.length - 1] ?? ''}`;
  }

  where(graph: SceneGraph): string {
    const { where, otherWheres } = place(graph.place);
    return this.rng.chance(0.7) ? where : this.rng.pick(otherWheres);
  }

  them(graph: SceneGraph): string {
    const [main] = graph.characters;
    return graph.characters.length > 1 || main === undefined ? 'them' : this.object(main, graph);
  }
}
