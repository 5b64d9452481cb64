// One kind of character: the words that mean it, the drawing it is made of, its colours and clothes. Not the drawing itself: see
// figures/. A kind must be told from all others at 128 pixels by silhouette and colour alone.
import type { CharacterId } from '../scene-graph';

export type Clothes = 'scarf' | 'jumper' | 'dungarees' | 'bow' | 'collar' | 'vest' | 'dress' | 'shirt' | 'none';
export type Tail =
  'brush' | 'stub' | 'puff' | 'long' | 'thin' | 'tuft' | 'curl' | 'hair' | 'spiked' | 'ringed' | 'none';

/**
 * What the figure is made of. upright: a head on a body of ours; bird: the artwork's front view with wings of ours; side: the
 * artwork's side view, which turns to what it holds; floating: the artwork's figure that hangs in the air.
 */
export type Build = 'upright' | 'bird' | 'side' | 'floating';

export interface CharacterKind {
  readonly id: CharacterId;
  /** True for the characters that no training data show. */
  readonly unseen: boolean;
  /** The noun of captions and narration, and other words that mean it in text. */
  readonly word: string;
  readonly synonyms: readonly string[];
  readonly article: 'a' | 'an';
  readonly build: Build;
  /** The drawing of the artwork; two heads are drawn by us instead (figures/heads.ts). */
  readonly icon: string;
  /** Replacements for colours of the drawing, to keep kinds apart at 128 pixels. */
  readonly recolor: Readonly<Record<string, string>>;
  readonly fur: string;
  readonly belly: string;
  readonly paw: string;
  /** Marks on the body. */
  readonly marks: 'patches' | 'stripes' | 'spines' | 'wings' | 'metal' | 'none';
  readonly tail: Tail;
  /** Second colour of the tail: its tip, its tuft, its rings. */
  readonly tip: string;
  readonly clothes: Clothes;
  readonly cloth: string;
  /** Height against the fox. */
  readonly size: number;
}

type Given = Partial<CharacterKind> & Pick<CharacterKind, 'fur' | 'belly' | 'paw'>;

/** A kind whose word is its id, with plain values for what is not given. */
export function kindOf(id: CharacterId, synonyms: readonly string[], given: Given): CharacterKind {
  return {
    id,
    unseen: false,
    word: id,
    synonyms,
    article: /^[aeiou]/.test(id) ? 'an' : 'a',
    build: 'upright',
    icon: id,
    recolor: {},
    marks: 'none',
    tail: 'none',
    tip: '#ffffff',
    clothes: 'none',
    cloth: '#ffffff',
    size: 1,
    ...given,
  };
}
