// The outline: every panel as one line with its number, a thumbnail and its first words.
import type { ReactNode } from 'react';
import { chosenPictureOf } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import { excerptOf } from '../../editor/selectors';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import './outline.css';

export function OutlineView(): ReactNode {
  const { storyId } = useSession();
  const { ui } = useWorkspace();
  const panels = useEditor((state) => state.story.panels);
  return (
    <main className="outline" data-testid="outline">
      <ol>
        {panels.map((panel, index) => {
          const picture = chosenPictureOf(panel);
          return (
            <li key={panel.id}>
              <button
                type="button"
                className="outline-row"
                onClick={() => {
                  ui.actions.setView('board');
                  ui.actions.revealPanel(panel.id, { focus: 'text', align: 'center' });
                }}
              >
                <span>{index + 1}</span>
                {picture !== null && <img src={assetUrl(storyId, picture.asset)} alt="" loading="lazy" />}
                <span dir="auto">{excerptOf(panel.text, 90)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </main>
  );
}
