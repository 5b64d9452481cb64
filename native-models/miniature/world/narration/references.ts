// How narration refers to the cast: by name and kind once, then by name, pronoun or "the fox"; a pronoun only where it can mean
// nobody else. One Speaker tells one panel.
import type { Rng } from '../../../../common/base/rng';
import { character } from '../characters';
import type { GivenName } from '../names';
import type { CharacterId } from '../scene-graph';

export interface CastMember {
  readonly id: CharacterId;
  readonly given: GivenName;
}

const OBJECT = { he: 'him', she: 'her' } as const;
const POSSESSIVE = { he: 'his', she: 'her' } as const;

/** What somebody may be called before the kind: "the merry cow". */
export const ADJECTIVES = [
  'little',
  'little',
  'little',
  'young',
  'brave',
  'shy',
  'kind',
  'merry',
  'clever',
  'curious',
] as const;

export class Speaker {
  #named = false;

  /**
   * @param cast main character, friend, third
   * @param crowd how many of them are in the panel
   * @param heard how many of them the sentence may mean: one more when somebody leaves
   * @param nameless true where the main character is "the fox" and never called by name
   */
  constructor(
    readonly rng: Rng,
    readonly cast: readonly [CastMember, CastMember, CastMember],
    readonly crowd: 1 | 2 | 3,
    readonly heard: 1 | 2 | 3 = crowd,
    readonly nameless = false,
  ) {}

  get #main(): CastMember {
    return this.cast[0];
  }

  /** True when "he" or "she" can only be the main character. */
  get #clear(): boolean {
    return this.cast.slice(1, this.heard).every((other) => other.given.pronoun !== this.#main.given.pronoun);
  }

  /** "Pip the fox", "a little fox called Pip". */
  introduction(member: CastMember, plain = false): string {
    const word = character(member.id).word;
    const name = member.given.name;
    if (member === this.#main) this.#named = true;
    const roll = plain ? 0 : this.rng.uniform();
    const adjective = this.rng.pick(ADJECTIVES);
    if (this.nameless && member === this.#main) return roll < 0.7 ? this.kind(member) : `a ${adjective} ${word}`;
    if (roll < 0.7) return `${name} the ${word}`;
    if (roll < 0.82) return `${name} the ${adjective} ${word}`;
    return roll < 0.92 ? `${this.kind(member)} called ${name}` : `a ${adjective} ${word} called ${name}`;
  }

  /** "an owl". */
  kind(member: CastMember): string {
    const { article, word } = character(member.id);
    return `${article} ${word}`;
  }

  mainName(): string {
    this.#named = true;
    return this.nameless ? `the ${character(this.#main.id).word}` : this.#main.given.name;
  }

  /** The main character as subject. */
  main(): string {
    if (this.#named) return this.#clear ? this.#main.given.pronoun : this.mainName();
    this.#named = true;
    const roll = this.rng.uniform();
    if (this.#clear && roll < 0.55) return this.#main.given.pronoun;
    return roll < 0.88 ? this.mainName() : `the ${character(this.#main.id).word}`;
  }

  mainObject(): string {
    return this.#clear ? OBJECT[this.#main.given.pronoun] : this.mainName();
  }

  /** "his" or "her": templates use it only behind a subject that is the main character. */
  mainPossessive(): string {
    return POSSESSIVE[this.#main.given.pronoun];
  }

  friend(): string {
    const member = this.cast[1];
    return this.rng.chance(0.65) ? member.given.name : `the ${character(member.id).word}`;
  }

  friendObject(): string {
    return this.cast[1].given.pronoun === this.#main.given.pronoun
      ? this.cast[1].given.name
      : OBJECT[this.cast[1].given.pronoun];
  }

  friendPossessive(): string {
    return POSSESSIVE[this.cast[1].given.pronoun];
  }

  /** Whoever goes, as subject. */
  walkers(): string {
    if (this.crowd === 1) return this.main();
    if (this.crowd === 3) return this.rng.pick(['they', 'the three friends']);
    return this.rng.pick(['they', 'they', 'the two friends', `${this.mainName()} and ${this.cast[1].given.name}`]);
  }

  walkersObject(): string {
    return this.crowd === 1 ? this.mainObject() : 'them';
  }
}
