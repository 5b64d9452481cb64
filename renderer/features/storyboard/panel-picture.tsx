// The picture side of a panel: the chosen picture, the preview of one being drawn, or a place for one; below it the strip of
// earlier pictures.
import { Brush, Columns2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { chosenPictureOf, type Panel } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import { choosePicture } from '../../editor/commands/picture-commands';
import { excerptOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { isActive, type Run } from '../workspace/run';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { DropZone } from './drop-zone';
import { SeeChips } from '../see/see-chips';
import { FollowProgress } from './follow-progress';
import { drawPanel } from './panel-actions';
import { PictureTools } from './picture-tools';
import { RunProgress } from './run-status';

interface PanelPictureProps {
  readonly panel: Panel;
  readonly run: Run | null;
  readonly canEdit: boolean;
  readonly isSettled: boolean;
}

export function PanelPicture({ panel, run, canEdit, isSettled }: PanelPictureProps): ReactNode {
  const session = useSession();
  const picture = chosenPictureOf(panel);
  const drawing = run !== null && isActive(run) && run.mode !== 'text' ? run : null;
  return (
    <div className="panel-visual">
      <figure className="panel-picture" data-testid="panel-picture" data-drawing={drawing === null ? undefined : ''}>
        {drawing?.previewUrl != null ? (
          <img
            className="panel-image"
            src={drawing.previewUrl}
            alt={t('The picture as it comes into being')}
            data-preview=""
          />
        ) : picture !== null ? (
          <img
            className="panel-image"
            src={assetUrl(session.storyId, picture.asset)}
            alt={picture.alt === '' ? excerptOf(panel.text, 160) || t('A picture without a description') : picture.alt}
            width={picture.asset.widthPx}
            height={picture.asset.heightPx}
            draggable={false}
          />
        ) : (
          <PicturePlace panel={panel} busy={drawing !== null} canEdit={canEdit} />
        )}
        {drawing !== null && (
          <div className="panel-picture-foot">
            <RunProgress run={drawing} />
          </div>
        )}
        {drawing === null && <FollowProgress panelId={panel.id} />}
        {drawing === null && picture !== null && canEdit && isSettled && <PictureTools panelId={panel.id} />}
        {canEdit && isSettled && (
          <DropZone destination={{ kind: 'into', panelId: panel.id }} label={t('Into this panel')} testId="drop-into" />
        )}
      </figure>
      {picture !== null && canEdit && <SeeChips panel={panel} picture={picture} />}
      {panel.pictures.length > 1 && <PictureStrip panel={panel} canEdit={canEdit} />}
    </div>
  );
}

function PicturePlace({ panel, busy, canEdit }: { panel: Panel; busy: boolean; canEdit: boolean }): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  if (busy) return <div className="picture-place" data-busy="" />;
  return (
    <div className="picture-place">
      {canEdit && panel.text.trim() !== '' ? (
        <Button size="small" onClick={() => drawPanel(workspace, session, panel)} data-testid="draw-picture">
          <Brush size={15} aria-hidden />
          {t('Draw this panel')}
        </Button>
      ) : (
        <span>{t('No picture yet')}</span>
      )}
      {canEdit && <span className="picture-place-hint">{t('or drop a picture here')}</span>}
    </div>
  );
}

function PictureStrip({ panel, canEdit }: { panel: Panel; canEdit: boolean }): ReactNode {
  const { storyId, editor } = useSession();
  const { ui } = useWorkspace();
  return (
    <div className="picture-strip" role="group" aria-label={t('Versions of the picture')} data-testid="variants">
      {panel.pictures.slice(-6).map((picture) => (
        <button
          key={picture.id}
          type="button"
          className="picture-thumb"
          aria-pressed={picture.id === panel.chosenPictureId}
          aria-label={t('Version {number} of {count}', {
            number: panel.pictures.indexOf(picture) + 1,
            count: panel.pictures.length,
          })}
          disabled={!canEdit}
          data-testid="variant"
          onClick={() => editor.run(choosePicture({ panelId: panel.id, pictureId: picture.id }))}
        >
          <img src={assetUrl(storyId, picture.asset)} alt="" draggable={false} loading="lazy" />
        </button>
      ))}
      <IconButton
        size="small"
        label={t('Compare versions')}
        data-testid="compare"
        onClick={() => ui.actions.openDialog({ kind: 'inspector', panelId: panel.id })}
      >
        <Columns2 size={15} />
      </IconButton>
    </div>
  );
}
