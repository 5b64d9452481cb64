// Asks where a pasted or chosen picture should go: the same three places that dragging shows.
import { BookImage, Eye, Image as ImageIcon, ImagePlus } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { pictureNameFrom } from '../../../common/domain/picture-name';
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { panelIndexOf } from '../../editor/selectors';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { importPictures, type PictureDestination } from './picture-import';

/** What is larger is refused by the engine: the page must not unpack it for a look either. */
const MOST_SHOWN_PIXELS = 100_000_000;

/** Shows a file from memory, once its size is known; its address lives exactly as long as the element that shows it. */
function FilePicture({ file }: { readonly file: File }): ReactNode {
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    const address = URL.createObjectURL(file);
    const header = new Image(); // in no document: its size is read, nothing is drawn
    header.onload = () => {
      if (header.naturalWidth * header.naturalHeight <= MOST_SHOWN_PIXELS) setShown(address);
    };
    header.src = address;
    return () => {
      header.onload = null;
      URL.revokeObjectURL(address);
    };
  }, [file]);
  return shown === null ? (
    <span className="place-picture-preview place-picture-none" aria-hidden>
      <ImageIcon size={28} />
    </span>
  ) : (
    <img src={shown} className="place-picture-preview" alt={t('The picture to be added')} />
  );
}

const namesOf = (files: readonly File[]): string => {
  const names = files.slice(0, 2).map((file) => pictureNameFrom(file.name));
  const more = files.length - names.length;
  return more > 0 ? t('{names} and {count} more', { names: names.join(', '), count: more }) : names.join(', ');
};

export function PlacePictureDialog({ files }: { readonly files: readonly File[] }): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const activeId = useEditor((state) => state.session.activePanelId);
  const story = useEditor((state) => state.story);
  const panel = story.panels.find((candidate) => candidate.id === activeId) ?? story.panels.at(-1);
  const [first] = files;
  const firstChoice = useRef<HTMLButtonElement>(null);
  const close = (): void => workspace.ui.actions.openDialog(null);
  const choose = (destination: PictureDestination): void => {
    close();
    void importPictures(workspace, session, files, destination).then((panelId) => {
      if (panelId !== null) workspace.ui.actions.revealPanel(panelId);
    });
  };
  return (
    <Dialog
      title={t('{count, plural, one {Where should the picture go?} other {Where should the pictures go?}}', {
        count: files.length,
      })}
      onClose={close}
      firstFocus={firstChoice}
      testId="place-picture"
    >
      <div className="place-picture">
        <figure className="place-picture-what">
          {first !== undefined && <FilePicture file={first} />}
          <figcaption>{namesOf(files)}</figcaption>
        </figure>
        <div className="place-picture-choices">
          {panel !== undefined && (
            <button
              ref={firstChoice}
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
