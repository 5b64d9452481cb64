// Taking the model's words into the story piece by piece, by the writer's hand. What is not taken stays a suggestion and outside of the
// story; a generation that nobody touches is taken whole by generation-commands.ts.
import { emptyPanel, type Generation, type Origin, type Panel } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';
import type { GenerationTarget } from './generation-commands';
import { indexOfPlace } from './panel-commands';
import { keepPresentText } from './text-commands';

export interface TakenWords {
  readonly panelId: string;
  readonly target: GenerationTarget;
  /** The panel's text when the words are taken: if it is another one now, the writer has typed meanwhile and nothing is taken. */
  readonly baseText: string;
  /** The panel's text afterwards. */
  readonly text: string;
  readonly origin: Origin;
  readonly generation: Generation | null;
  readonly isWhole: boolean; // for the label: everything that was suggested
}

export const takeSuggestedWords =
  (args: TakenWords): CommandFrom =>
  (story, ports) => {
    const label = args.isWhole ? 'accept the words' : 'accept a sentence';
    const words = { text: args.text, origin: args.origin, generation: args.generation };
    const panel = panelOf(story, args.panelId);
    if (panel === null) {
      if (args.target.kind !== 'new') return null;
      const item: Panel = { ...emptyPanel(args.panelId), ...words };
      const index = indexOfPlace(story, args.target.place);
      return { label, capture: 'immediately', ops: [{ type: 'insert-panel', index, item }] };
    }
    if (panel.text !== args.baseText || panel.text === args.text) return null;
    // What the panel said is lost to the reader only where the new text does not begin with it.
    const kept = args.text.startsWith(panel.text) ? [] : keepPresentText(panel, ports.newId());
    return {
      label,
      capture: 'immediately',
      ops: [...kept, { type: 'set-panel', panelId: panel.id, fields: words }],
    };
  };

/** Words that the writer wants although the panel says something else by now: a version of the panel's text. */
export const keepAsTextVersion =
  (args: { panelId: string; text: string; origin: Origin; generation: Generation | null }): CommandFrom =>
  (story, ports) => {
    const { panelId, text, origin, generation } = args;
    const panel = panelOf(story, panelId);
    if (panel === null || text.trim() === '' || panel.text === text) return null;
    if (panel.textVariants.some((variant) => variant.text === text)) return null;
    const item = { id: ports.newId(), text, origin, favourite: false, generation };
    return {
      label: 'keep text version',
      capture: 'immediately',
      ops: [{ type: 'insert-text', panelId, index: panel.textVariants.length, item }],
    };
  };
