// Versions and details of one panel: every picture and every text it ever had, side by side, who made them and how.
import { Download, Heart, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Panel, PictureVariant } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import {
  choosePicture,
  clearOtherPictures,
  removePicture,
  toggleFavourite,
} from '../../editor/commands/picture-commands';
import { describePicture } from '../../editor/commands/description-commands';
import { chooseText, keepTextAsVariant, removeTextVariant } from '../../editor/commands/text-commands';
import { clearOtherTexts, toggleTextFavourite } from '../../editor/commands/version-commands';
import { panelIndexOf, panelOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { ComparePictures } from './compare-pictures';
import { originWords } from './provenance-words';
import { VersionDetails } from './version-details';
import './inspector.css';

export function InspectorDialog({ panelId }: { readonly panelId: string }): ReactNode {
  const { ui } = useWorkspace();
  const panel = useEditor((state) => panelOf(state.story, panelId));
  const number = useEditor((state) => panelIndexOf(state.story, panelId) + 1);
  if (panel === null) return null;
  return (
    <Dialog
      title={t('Panel {number}', { number })}
      description={t('Every version stays until you remove it. Choosing one is a step that you can undo.')}
      width="wide"
      onClose={() => ui.actions.openDialog(null)}
      testId="inspector"
    >
      <div className="inspector">
        <Pictures panel={panel} />
        <Texts panel={panel} />
      </div>
    </Dialog>
  );
}

function Pictures({ panel }: { readonly panel: Panel }): ReactNode {
  const { editor } = useSession();
  const removable = panel.pictures.some((picture) => !picture.favourite && picture.id !== panel.chosenPictureId);
  return (
    <section aria-labelledby="inspector-pictures">
      <div className="inspector-head">
        <h3 id="inspector-pictures">{t('Pictures')}</h3>
        {removable && (
          <Button size="small" tone="quiet" onClick={() => editor.run(clearOtherPictures(panel.id))}>
            {t('Clear all but favourites')}
          </Button>
        )}
      </div>
      {panel.pictures.length === 0 && <p className="inspector-none">{t('No picture yet.')}</p>}
      <ComparePictures panel={panel} />
      <div className="inspector-pictures">
        {panel.pictures.map((picture) => (
          <PictureVersion key={picture.id} panel={panel} picture={picture} />
        ))}
      </div>
    </section>
  );
}

function PictureVersion({ panel, picture }: { readonly panel: Panel; readonly picture: PictureVariant }): ReactNode {
  const { exports, report } = useWorkspace();
  const session = useSession();
  const { editor, storyId } = session;
  const shown = picture.id === panel.chosenPictureId;
  const target = { panelId: panel.id, pictureId: picture.id };
  return (
    <figure
      className="version"
      data-shown={shown ? '' : undefined}
      aria-label={t('Version {number} of {count}', {
        number: panel.pictures.indexOf(picture) + 1,
        count: panel.pictures.length,
      })}
    >
      <button
        type="button"
        className="version-picture"
        aria-pressed={shown}
        aria-label={shown ? t('This picture is shown') : t('Show this picture')}
        onClick={() => editor.run(choosePicture(target))}
      >
        <img src={assetUrl(storyId, picture.asset)} alt={picture.alt} />
      </button>
      <figcaption>
        <div className="version-row">
          <span className="version-origin">{shown ? t('Shown') : originWords(picture.origin)}</span>
          <IconButton
            size="small"
            label={picture.favourite ? t('No longer a favourite') : t('Mark as favourite')}
            aria-pressed={picture.favourite}
            onClick={() => editor.run(toggleFavourite(target))}
          >
            <Heart size={15} fill={picture.favourite ? 'currentColor' : 'none'} />
          </IconButton>
          <IconButton
            size="small"
            label={t('Save this picture…')}
            tooltipAlign="end"
            data-testid="save-picture"
            onClick={() => void exports.start(session, { format: 'picture', ...target }).catch(report)}
          >
            <Download size={15} />
          </IconButton>
          <IconButton
            size="small"
            label={t('Remove this version')}
            tooltipAlign="end"
            onClick={() => editor.run(removePicture(target))}
          >
            <Trash2 size={15} />
          </IconButton>
        </div>
        <VersionDetails of={picture} />
        <label className="version-alt">
          <span>{t('Description for readers who cannot see it')}</span>
          <textarea
            className="text-input"
            rows={2}
            maxLength={2000}
            value={picture.alt}
            onChange={(event) =>
              editor.run(describePicture({ spot: { kind: 'panel', ...target }, alt: event.target.value }))
            }
          />
        </label>
      </figcaption>
    </figure>
  );
}

function Texts({ panel }: { readonly panel: Panel }): ReactNode {
  const { editor } = useSession();
  return (
    <section aria-labelledby="inspector-texts">
      <div className="inspector-head">
        <h3 id="inspector-texts">{t('Text')}</h3>
        <span className="inspector-gap" />
        {panel.textVariants.some((variant) => !variant.favourite) && (
          <Button
            size="small"
            tone="quiet"
            data-testid="clear-texts"
            onClick={() => editor.run(clearOtherTexts(panel.id))}
          >
            {t('Clear all but favourites')}
          </Button>
        )}
        <Button
          size="small"
          tone="quiet"
          disabled={panel.text.trim() === ''}
          onClick={() => editor.run(keepTextAsVariant(panel.id))}
        >
          {t('Keep this text as a version')}
        </Button>
      </div>
      <div className="text-version" data-shown="">
        <p dir="auto">{panel.text === '' ? <em>{t('No words yet.')}</em> : panel.text}</p>
        <VersionDetails of={panel} />
      </div>
      {panel.textVariants.toReversed().map((variant) => (
        <div key={variant.id} className="text-version" data-testid="text-version">
          <p dir="auto">{variant.text}</p>
          <div className="version-row">
            <VersionDetails of={variant} />
            <IconButton
              size="small"
              label={variant.favourite ? t('No longer a favourite') : t('Mark as favourite')}
              aria-pressed={variant.favourite}
              data-testid="text-favourite"
              onClick={() => editor.run(toggleTextFavourite({ panelId: panel.id, textId: variant.id }))}
            >
              <Heart size={15} fill={variant.favourite ? 'currentColor' : 'none'} />
            </IconButton>
            <Button
              size="small"
              data-testid="choose-text"
              onClick={() => editor.run(chooseText({ panelId: panel.id, variantId: variant.id }))}
            >
              {t('Use this text')}
            </Button>
            <IconButton
              size="small"
              label={t('Remove this version')}
              tooltipAlign="end"
              onClick={() => editor.run(removeTextVariant({ panelId: panel.id, variantId: variant.id }))}
            >
              <Trash2 size={15} />
            </IconButton>
          </div>
        </div>
      ))}
    </section>
  );
}
