// The picture that is shown and one of the others, side by side and large: to choose by looking. The arrow keys go through the others,
// the button shows the one on the right; the former one then stands on the right, so that the same button goes back.
import { ChevronLeft, ChevronRight, Heart } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { chosenPictureOf, type Panel } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import { choosePicture, toggleFavourite } from '../../editor/commands/picture-commands';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { VersionDetails } from './version-details';

export function ComparePictures({ panel }: { readonly panel: Panel }): ReactNode {
  const { editor, storyId, readOnly } = useSession();
  const { ui } = useWorkspace();
  const shown = chosenPictureOf(panel);
  const others = panel.pictures.filter((picture) => picture.id !== panel.chosenPictureId);
  const [wantedId, setWantedId] = useState<string | null>(null);
  const wantedIndex = others.findIndex((picture) => picture.id === wantedId);
  const index = wantedIndex < 0 ? others.length - 1 : wantedIndex;
  const other = others[index];
  if (shown === null || other === undefined) return null;
  const step = (by: number): void => {
    const next = others[(index + by + others.length) % others.length];
    if (next !== undefined) setWantedId(next.id);
  };
  const choose = (): void => {
    if (!editor.run(choosePicture({ panelId: panel.id, pictureId: other.id }))) return;
    setWantedId(shown.id);
    ui.actions.announce(t('The picture on the right is shown now.'));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') step(-1);
    else if (event.key === 'ArrowRight') step(1);
    else return;
    event.preventDefault();
  };
  const number = panel.pictures.indexOf(other) + 1;
  return (
    <div
      className="versions-pair"
      role="group"
      aria-label={t('Compare two pictures')}
      data-testid="compare-pictures"
      onKeyDown={onKeyDown}
    >
      <figure aria-label={t('Shown')}>
        <img src={assetUrl(storyId, shown.asset)} alt={shown.alt} />
        <figcaption>
          <strong>{t('Shown')}</strong>
          <VersionDetails of={shown} />
        </figcaption>
      </figure>
      <figure aria-label={t('Version {number} of {count}', { number, count: panel.pictures.length })}>
        <img src={assetUrl(storyId, other.asset)} alt={other.alt} />
        <figcaption>
          <span className="compare-steps">
            <IconButton size="small" label={t('Version before')} disabled={others.length < 2} onClick={() => step(-1)}>
              <ChevronLeft size={16} />
            </IconButton>
            <span>{t('Version {number} of {count}', { number, count: panel.pictures.length })}</span>
            <IconButton size="small" label={t('Next version')} disabled={others.length < 2} onClick={() => step(1)}>
              <ChevronRight size={16} />
            </IconButton>
            <IconButton
              size="small"
              label={other.favourite ? t('No longer a favourite') : t('Mark as favourite')}
              aria-pressed={other.favourite}
              disabled={readOnly !== null}
              onClick={() => editor.run(toggleFavourite({ panelId: panel.id, pictureId: other.id }))}
            >
              <Heart size={15} fill={other.favourite ? 'currentColor' : 'none'} />
            </IconButton>
            <Button
              size="small"
              tone="primary"
              disabled={readOnly !== null}
              data-testid="compare-choose"
              onClick={choose}
            >
              {t('Show this one')}
            </Button>
          </span>
          <VersionDetails of={other} />
        </figcaption>
      </figure>
    </div>
  );
}
