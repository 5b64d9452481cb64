// Asks where a pasted or chosen picture should go: the same three places that dragging shows.
import { BookImage, Eye, ImagePlus } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { panelIndexOf } from '../../editor/selectors';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { importPictures, type PictureDestination } from './picture-import';

/** Shows a file from memory; its address lives exactly as long as the element that shows it. */
function FilePicture({ file }: { readonly file: File }): ReactNode {
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      if (image === null) return undefined;
      image.src = URL.createObjectURL(file);
      return () => URL.revokeObjectURL(image.src);
    },
    [file],
  );
  return <img ref={show} className="place-picture-preview" alt={t('The picture to be added')} />;
}

export function PlacePictureDialog({ files }: { readonly files: readonly File[] }): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const activeId = useEditor((state) => state.session.activePanelId);
  const story = useEditor((state) => state.story);
  const panel = story.panels.find((candidate) => candidate.id === activeId) ?? story.panels.at(-1);
  const [first] = files;
  const close = (): void => workspace.ui.actions.openDialog(null);
  const choose = (destination: PictureDestination): void => {
    close();
    void importPictures(workspace, session, files, destination);
  };
  return (
    <Dialog
      title={t('{count, plural, one {Where should the picture go?} other {Where should the pictures go?}}', {
        count: files.length,
      })}
      onClose={close}
      testId="place-picture"
    >
      <div className="place-picture">
        {first !== undefined && <FilePicture file={first} />}
        <div className="place-picture-choices">
          {panel !== undefined && (
            <button
              type="button"
              className="choice"
              data-testid="place-into"
              onClick={() => choose({ kind: 'into', panelId: panel.id })}
            >
              <ImagePlus size={20} aria-hidden />
              <span>
                <strong>{t('Into panel {number}', { number: panelIndexOf(story, panel.id) + 1 })}</strong>
                {t('An earlier picture stays as a version.')}
              </span>
            </button>
          )}
          <button
            type="button"
            className="choice"
            data-testid="place-new"
            onClick={() => choose({ kind: 'new', place: { after: panel?.id ?? null } })}
          >
            <BookImage size={20} aria-hidden />
            <span>
              <strong>{t('A new panel')}</strong>
              {t('The model can write about it.')}
            </span>
          </button>
          <button
            type="button"
            className="choice"
            data-testid="place-reference"
            onClick={() => choose({ kind: 'reference' })}
          >
            <Eye size={20} aria-hidden />
            <span>
              <strong>{t('A reference for the next pictures')}</strong>
              {t('The model looks at it; it is not shown in the story.')}
            </span>
          </button>
        </div>
      </div>
    </Dialog>
  );
}
