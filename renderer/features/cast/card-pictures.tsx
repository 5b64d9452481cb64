// The reference pictures of a card: dropped, pasted, chosen from the disk, or taken from a panel. The first is the most telling one.
import { ImagePlus, Star, X } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { chosenPictureOf, type Asset, type CastCard, type Panel } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import {
  addCardPicture,
  MAX_CARD_PICTURES,
  putCardPictureFirst,
  removeCardPicture,
} from '../../editor/commands/cast-commands';
import { excerptOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { Menu, MenuItem } from '../../ui/menu';
import { carriesFiles, filesOf, importEach } from '../storyboard/picture-import';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { cardTitle } from './card-words';

interface CardPicturesProps {
  readonly card: CastCard;
  readonly canEdit: boolean;
}

export function CardPictures({ card, canEdit }: CardPicturesProps): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const isFull = card.pictures.length >= MAX_CARD_PICTURES;

  const take = (asset: Asset, from?: Panel): void => {
    const picture = from === undefined ? null : chosenPictureOf(from);
    const known = picture === null ? {} : { alt: picture.alt, altOrigin: picture.altOrigin, from: picture };
    const added = session.editor.run(addCardPicture({ cardId: card.id, asset, ...known }));
    workspace.ui.actions.announce(added ? t('Picture added.') : t('This picture is on the card already.'));
    if (added && picture === null) workspace.seeing.look(session, asset.sha256);
  };
  const importAll = (files: readonly File[]): Promise<void> =>
    importEach(workspace, session, files, (asset) => take(asset));

  return (
    <section
      className="card-pictures"
      aria-label={t('Pictures of {name}', { name: cardTitle(card) })}
      data-over={isOver ? '' : undefined}
      data-testid="card-pictures"
      onDragOver={(event) => {
        if (!canEdit || !carriesFiles(event.dataTransfer)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        setIsOver(false);
        const files = filesOf(event.dataTransfer);
        if (!canEdit || files.length === 0) return;
        event.preventDefault();
        void importAll(files);
      }}
      onPaste={(event) => {
        const files = filesOf(event.clipboardData).filter((file) => file.type.startsWith('image/'));
        if (!canEdit || files.length === 0) return;
        event.preventDefault();
        event.stopPropagation(); // the page would ask where in the story it should go
        void importAll(files);
      }}
      tabIndex={-1}
    >
      <div className="card-picture-list">
        {card.pictures.map((picture, index) => (
          <figure key={picture.id} className="card-picture" data-testid="card-picture">
            <img
              src={assetUrl(session.storyId, picture.asset)}
              alt={picture.alt === '' ? t('Reference picture {number}', { number: index + 1 }) : picture.alt}
            />
            {canEdit && (
              <figcaption>
                {index > 0 && (
                  <IconButton
                    size="small"
                    label={t('Show this one first')}
                    onClick={() => session.editor.run(putCardPictureFirst({ cardId: card.id, pictureId: picture.id }))}
                  >
                    <Star size={13} />
                  </IconButton>
                )}
                <IconButton
                  size="small"
                  label={t('Remove this picture')}
                  tooltipAlign="end"
                  onClick={() => session.editor.run(removeCardPicture({ cardId: card.id, pictureId: picture.id }))}
                >
                  <X size={13} />
                </IconButton>
              </figcaption>
            )}
          </figure>
        ))}
        {canEdit && !isFull && (
          <button
            type="button"
            className="card-drop"
            data-testid="card-add-picture"
            onClick={() => chooser.current?.click()}
          >
            <ImagePlus size={18} aria-hidden />
            {t('Drop, paste or choose a picture')}
          </button>
        )}
      </div>
      {canEdit && !isFull && <FromPanel onPick={(panel, asset) => take(asset, panel)} />}
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        data-testid="card-picture-chooser"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void importAll(files);
        }}
      />
    </section>
  );
}

const MAX_OFFERED = 40;

function FromPanel({ onPick }: { readonly onPick: (panel: Panel, asset: Asset) => void }): ReactNode {
  const { storyId } = useSession();
  const panels = useEditor((state) => state.story.panels);
  const drawn = panels
    .map((panel, index) => ({ panel, number: index + 1, picture: chosenPictureOf(panel) }))
    .filter(({ picture }) => picture !== null)
    .slice(-MAX_OFFERED);
  if (drawn.length === 0) return null;
  const trigger = (
    <Button size="small" data-testid="card-from-panel">
      {t('Use the picture of a panel')}
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      {drawn.map(({ panel, number, picture }) => (
        <MenuItem
          key={panel.id}
          icon={
            picture === null ? null : (
              <img className="card-menu-picture" src={assetUrl(storyId, picture.asset)} alt="" />
            )
          }
          label={t('Panel {number}: {words}', { number, words: excerptOf(panel.text, 40) })}
          onSelect={() => {
            if (picture !== null) onPick(panel, picture.asset);
          }}
        />
      ))}
    </Menu>
  );
}
