// What the studio in memory answers about its model: what it sees in a picture and what it would be told. Made up, in the right shape.
import type { PictureDescription } from '../../../common/domain/picture-description';
import type { PromptInspection, PromptPart } from '../../../common/domain/prompt-inspection';
import type { Generation } from '../../../common/domain/story';
import type { StudioContract } from '../../../common/ipc/contract';
import type { ClientOf } from '../../../common/ipc/shape';

type StartInput = Parameters<ClientOf<StudioContract>['generate']['start']>[0];

const BUDGET = 900;
const PICTURE_TOKENS = 34;

export const defaultDescription: PictureDescription = {
  caption: 'A fox stands on the beach at night.',
  words: { characters: ['fox'], places: ['beach'], times: ['night'], props: [] },
};

export const sourceOf = (redraw: NonNullable<StartInput['redraw']>): NonNullable<Generation['source']> => ({
  sha256: redraw.image,
  strength: redraw.strength,
  masked: redraw.mask !== null,
});

/** Style line, cards that are named, references, then panels: the newest that fit are whole, the others left out. */
export function inspectionFrom(input: StartInput): PromptInspection {
  const tokensOf = (text: string, pictures: readonly string[]): number =>
    Math.ceil(text.length / 4) + pictures.length * PICTURE_TOKENS;
  const part = (kind: PromptPart['kind'], words: string, pictures: string[], more: Partial<PromptPart> = {}) => ({
    kind,
    name: null,
    panel: null,
    words,
    pictures,
    tokens: tokensOf(words, pictures),
    state: 'whole' as const,
    unknownWords: [],
    ...more,
  });
  const told = [...input.context.map(({ text }) => text), input.text].join(' ');
  const head: PromptPart[] = [
    ...(input.options.style === undefined ? [] : [part('style', `A book in ${input.options.style}.`, [])]),
    ...input.cast
      .filter(({ name, always }) => always || told.includes(name))
      .map(({ name, look, images }) => part('card', `${name}: ${look}`, images.slice(0, 1), { name })),
    ...input.references.map((image) => part('reference', '', [image])),
  ];
  const current = part('current', input.text, input.image === null ? [] : [input.image]);
  let used = [...head, current].reduce((sum, { tokens }) => sum + tokens, 1);
  const panels: PromptPart[] = [];
  for (const [panel, { text, image }] of [...input.context.entries()].reverse()) {
    const whole = part('panel', text, image === null ? [] : [image], { panel });
    const fits = used + whole.tokens <= BUDGET;
    if (fits) used += whole.tokens;
    panels.unshift(fits ? whole : { ...whole, words: '', pictures: [], state: 'left-out' });
  }
  return { budget: BUDGET, used, parts: [...head, ...panels, current] };
}
