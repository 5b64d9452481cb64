// What of the story so far a model is shown when it draws a held-out panel: the question of the method's first table, asked without
// training anything again. The panel's own text is always shown.
import type { HeldOutPanel } from './held-out-panels';

export const contextChoices = ['both', 'text', 'picture', 'none'] as const;
export type ContextChoice = (typeof contextChoices)[number];

/** The panels before, as a generation takes them. */
export function contextOf(
  { context }: Pick<HeldOutPanel, 'context'>,
  choice: ContextChoice,
): { readonly text: string; readonly imagePath: string | null }[] {
  if (choice === 'none') return [];
  return context.map(({ text, imagePath }) => ({
    text: choice === 'picture' ? '' : text,
    imagePath: choice === 'text' ? null : imagePath,
  }));
}
