// Which question "What the model sees" looks at: drawing a panel's words, writing one without words, or going on at the end. Pure.
import type { BundleSummary } from '../../../common/domain/bundle';
import { chosenPictureOf, type Panel, type Story } from '../../../common/domain/story';
import { isEmptyPanel, panelIndexOf, panelOf } from '../../editor/selectors';
import { generationInputFrom, type GenerationInput } from '../workspace/generation-input';

export interface ContextQuestion {
  readonly input: GenerationInput;
  /** The panels before, as the input counts them: empty ones are not told. */
  readonly before: readonly { readonly panel: Panel; readonly number: number }[];
}

export function contextQuestionOf(story: Story, panelId: string | null, bundle: BundleSummary | null): ContextQuestion {
  const panel = panelId === null ? null : panelOf(story, panelId);
  const end = panel === null ? story.panels.length : panelIndexOf(story, panel.id);
  const picture = panel === null ? null : chosenPictureOf(panel);
  const isDrawn = panel !== null && panel.text.trim() !== '';
  const input = generationInputFrom(
    story,
    {
      panelId: panel?.id ?? 'next',
      target:
        panel === null ? { kind: 'new', place: { after: story.panels.at(-1)?.id ?? null } } : { kind: 'existing' },
      mode: panel === null ? 'both' : isDrawn ? 'picture' : 'text',
      givenText: panel?.text ?? '',
      image: !isDrawn && picture?.origin === 'imported' ? picture.asset.sha256 : null,
      seed: 0,
    },
    bundle,
  );
  const before = story.panels
    .slice(0, end)
    .map((other, index) => ({ panel: other, number: index + 1 }))
    .filter((entry) => !isEmptyPanel(entry.panel));
  return { input, before };
}
