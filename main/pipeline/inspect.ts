// "What the model sees": the prompt of a request, laid out exactly as a generation would lay it out, and nothing run. Where the words of a
// part were cut, what is told is what is left of them.
import type { PromptInspection, PromptPart } from '../../common/domain/prompt-inspection';
import type { InspectRequest } from '../../common/ipc/engine-contract';
import { knownTo } from '../runtime/bundle';
import { promptRequestFrom } from './generate';
import type { Pipeline } from './pipeline';
import { lengthOf, promptFrom, type PartLayout } from './prompt';
import { modelTextFrom } from './story-text';

/** The parts of a request's prompt and their share of the window. Throws `io` when a picture cannot be read. */
export async function inspect(
  { viewer, bundle, tokenizer, adapters }: Pick<Pipeline, 'viewer' | 'bundle' | 'tokenizer' | 'adapters'>,
  request: InspectRequest,
): Promise<PromptInspection> {
  const { manifest } = bundle;
  const knows = knownTo(manifest, await adapters.words(request.adapters ?? []));
  const asked = await promptRequestFrom({ viewer, bundle }, request, knows);
  const { prefix, text, layout, cut } = promptFrom(asked, { tokenizer, manifest });
  const part = (
    kind: PromptPart['kind'],
    words: string,
    { state, tokens, ids, pictures }: PartLayout,
    more: Partial<PromptPart> = {},
  ): PromptPart => ({
    kind,
    name: null,
    panel: null,
    words: state === 'left-out' ? '' : state === 'whole' ? modelTextFrom(words) : tokenizer.decode([...ids]).trim(),
    pictures: [...pictures],
    tokens,
    state,
    unknownWords: [],
    ...more,
  });
  const { styleLine = '', cards = [], references, context } = asked;
  const style = { state: 'whole', tokens: layout.styleTokens, ids: [], pictures: [] } as const;
  return {
    budget: cut.budget,
    used: prefix.reduce((sum, segment) => sum + lengthOf(segment, manifest.vision.numSoftTokens), text.length),
    parts: [
      ...(styleLine === '' ? [] : [part('style', styleLine, style)]),
      ...cards.map(({ name, words, unknownWords }, i) =>
        part('card', words, layout.cards[i]!, { name, unknownWords: [...unknownWords] }),
      ),
      ...references.map((_, i) => part('reference', '', layout.references[i]!)),
      ...context.map((panel, i) => part('panel', panel.text, layout.panels[i]!, { panel: i })),
      part('current', asked.text, layout.current),
    ],
  };
}
