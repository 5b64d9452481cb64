// How much a story, a panel and its lists hold: the numbers of common/domain/story.ts as questions. A change that would go beyond
// one is refused as a whole, so that the story on disk is always one that can be read again and nothing is dropped in silence.
import { MAX_TEXT_LENGTH, type Panel, type Story } from '../../common/domain/story';

export const MAX_VERSIONS = 1000; // of the texts and of the pictures of one panel
export const MAX_PANELS = 5000;

/** Why a change was refused; `panelId` where it is about one panel. */
export interface Refusal {
  readonly reason: 'too-many-pictures' | 'too-many-texts' | 'too-many-panels' | 'text-too-long';
  readonly panelId: string | null;
}

/** The limit that `next` breaks and `present` did not, or null. Looks only at what differs between the two. */
export function refusalOf(present: Story, next: Story): Refusal | null {
  if (next.panels === present.panels) return null;
  if (next.panels.length > MAX_PANELS && next.panels.length > present.panels.length) {
    return { reason: 'too-many-panels', panelId: null };
  }
  const known = new Set(present.panels);
  for (const panel of next.panels) {
    if (known.has(panel)) continue;
    const reason = overfullOf(panel);
    if (reason !== null) return { reason, panelId: panel.id };
  }
  return null;
}

function overfullOf(panel: Panel): Refusal['reason'] | null {
  if (panel.pictures.length > MAX_VERSIONS) return 'too-many-pictures';
  if (panel.textVariants.length > MAX_VERSIONS) return 'too-many-texts';
  return panel.text.length > MAX_TEXT_LENGTH ? 'text-too-long' : null;
}

/** Whether a panel can take one more of what a generation of this kind brings. */
export function roomFor(panel: Panel, brings: { readonly text: boolean; readonly picture: boolean }): Refusal | null {
  if (brings.picture && panel.pictures.length >= MAX_VERSIONS) {
    return { reason: 'too-many-pictures', panelId: panel.id };
  }
  if (brings.text && panel.textVariants.length >= MAX_VERSIONS) return { reason: 'too-many-texts', panelId: panel.id };
  return null;
}
