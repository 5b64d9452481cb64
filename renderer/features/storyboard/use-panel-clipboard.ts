// Copy, cut and paste of selected panels through the system's clipboard: their words as plain text for other programs, and the panels
// themselves for this one. What comes back is checked like a file, since anybody can write to a clipboard.
import { useEffect } from 'react';
import { z } from 'zod';
import { panelSchema, storyIdSchema, type Panel } from '../../../common/domain/story';
import { selectedPanelsOf } from '../../editor/selection';
import { t } from '../../i18n/translate';
import type { StorySession } from '../workspace/story-session';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { deleteSelected, meantPanelIds, pasteInto } from './panels-actions';
import { isTextField } from './use-selection-keys';

export const PANELS_TYPE = 'application/x-voken-panels';
const clipSchema = z.strictObject({ storyId: storyIdSchema, panels: z.array(panelSchema).min(1).max(5000) });

function writeClip(data: DataTransfer, session: StorySession, panels: readonly Panel[]): void {
  data.setData('text/plain', panels.map((panel) => panel.text.trim()).join('\n\n'));
  data.setData(PANELS_TYPE, JSON.stringify({ storyId: session.storyId, panels }));
}

function clipFrom(data: DataTransfer | null): z.infer<typeof clipSchema> | null {
  const text = data?.getData(PANELS_TYPE) ?? '';
  if (text === '') return null;
  try {
    return clipSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // no JSON: not ours
  }
}

/** A picture is a file of its own story: in another one only the words can stand. */
const wordsOnly = (panel: Panel): Panel => ({ ...panel, pictures: [], chosenPictureId: null });

export function usePanelClipboard(): void {
  const workspace = useWorkspace();
  const session = useSession();
  useEffect(() => {
    const { editor } = session;
    const { ui } = workspace;
    const isMeant = (event: ClipboardEvent): boolean =>
      !isTextField(event.target) && ui.getState().dialog === null && document.getSelection()?.isCollapsed !== false;
    const copy = (event: ClipboardEvent): void => {
      const { story, session: place } = editor.getState();
      const panels = selectedPanelsOf(story, place.selection);
      if (panels.length === 0 || event.clipboardData === null || !isMeant(event)) return;
      event.preventDefault();
      writeClip(event.clipboardData, session, panels);
      if (event.type === 'cut' && session.readOnly === null)
        deleteSelected(workspace, session, meantPanelIds(session, null));
      else
        ui.actions.announce(
          t('{count, plural, one {# panel copied.} other {# panels copied.}}', { count: panels.length }),
        );
    };
    const paste = (event: ClipboardEvent): void => {
      const clip = isMeant(event) ? clipFrom(event.clipboardData) : null;
      if (clip === null || session.readOnly !== null) return;
      event.preventDefault();
      const { story, session: place } = editor.getState();
      const after = selectedPanelsOf(story, place.selection).at(-1)?.id ?? place.activePanelId;
      const own = clip.storyId === session.storyId;
      const panels = own ? clip.panels : clip.panels.map(wordsOnly);
      pasteInto(workspace, session, panels, after);
      if (!own && clip.panels.some((panel) => panel.pictures.length > 0)) {
        ui.actions.notify({
          tone: 'info',
          text: t(
            'The words were pasted. The pictures belong to the other story; export them there and drop them here.',
          ),
        });
      }
    };
    window.addEventListener('copy', copy);
    window.addEventListener('cut', copy);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('copy', copy);
      window.removeEventListener('cut', copy);
      window.removeEventListener('paste', paste);
    };
  }, [workspace, session]);
}
