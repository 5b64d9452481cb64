// Who made a passage or a picture, and how, in a writer's words. Pure.
import type { Generation, Origin } from '../../../common/domain/story';

const origins: Record<Origin | 'imported', string> = {
  human: 'Written by you',
  model: 'Made by the model',
  'model-edited': 'Written by the model, edited by you',
  imported: 'Added from a file',
};

export const originWords = (origin: Origin | 'imported'): string => origins[origin];

/** The details with which a version could be made again; `otherwise` where nothing was generated. */
export function generationWords(generation: Generation | null, otherwise: string): string {
  if (generation === null) return otherwise;
  const { bundle, seed, style, steps, guidanceScale, sampler, device } = generation;
  const drawn = style === undefined ? '' : `, style ${style}`;
  const drawing = steps > 0 ? `, ${steps} steps, guidance ${guidanceScale}, ${sampler}` : '';
  return `${otherwise}: ${bundle}, seed ${seed}${drawn}${drawing}, on ${device}`;
}
