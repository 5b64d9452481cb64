// The Page view: the story as typeset pages. To be replaced by the typesetting of common/book; until then it shows the words and
// pictures in order, plainly, and claims no page breaks.
import { useEffect, useRef, type ReactNode } from 'react';
import { chosenPictureOf } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import './pages.css';

export function PageView(): ReactNode {
  const { storyId } = useSession();
  const { ui } = useWorkspace();
  const story = useEditor((state) => state.story);
  const scroll = useRef<HTMLElement>(null);
  useEffect(() => {
    const { placePanelId } = ui.getState();
    const place = placePanelId === null ? null : `[data-panel-id="${placePanelId}"]`;
    if (place !== null) scroll.current?.querySelector(place)?.scrollIntoView({ block: 'start' });
  }, [ui]);
  return (
    <main ref={scroll} className="plain-pages" data-testid="page-view" tabIndex={-1}>
      <h1>{story.title}</h1>
      {story.panels.map((panel) => {
        const picture = chosenPictureOf(panel);
        return (
          <section key={panel.id} className="plain-page" data-panel-id={panel.id}>
            {picture !== null && <img src={assetUrl(storyId, picture.asset)} alt={picture.alt} loading="lazy" />}
            <p dir="auto">{panel.text}</p>
          </section>
        );
      })}
    </main>
  );
}
