// The Reader view: one panel at a time, forwards and backwards. To be replaced by the flip-book over typeset pages.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { chosenPictureOf } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { useEditor, useInterface, useSession, useWorkspace } from '../workspace/use-workspace';
import './pages.css';

export function ReaderView(): ReactNode {
  const { storyId } = useSession();
  const { ui } = useWorkspace();
  const panels = useEditor((state) => state.story.panels);
  const placeId = useInterface((state) => state.placePanelId);
  const index = Math.max(
    0,
    panels.findIndex((panel) => panel.id === placeId),
  );
  const panel = panels[index];
  const turn = (by: number): void => {
    const next = panels[index + by];
    if (next !== undefined) ui.actions.notePlace(next.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight' || event.key === 'PageDown') turn(1);
    else if (event.key === 'ArrowLeft' || event.key === 'PageUp') turn(-1);
  };
  const picture = panel === undefined ? null : chosenPictureOf(panel);
  return (
    <main className="plain-reader" data-testid="reader-view" onKeyDown={onKeyDown}>
      <IconButton label={t('Back')} disabled={index === 0} onClick={() => turn(-1)}>
        <ChevronLeft size={22} />
      </IconButton>
      <section className="plain-page" aria-live="polite">
        {picture !== null && <img src={assetUrl(storyId, picture.asset)} alt={picture.alt} />}
        <p dir="auto">{panel?.text}</p>
      </section>
      <IconButton label={t('Forward')} disabled={index >= panels.length - 1} onClick={() => turn(1)}>
        <ChevronRight size={22} />
      </IconButton>
    </main>
  );
}
