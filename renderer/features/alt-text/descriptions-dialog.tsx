// Descriptions of all pictures in one place: what readers who cannot see them will hear, who wrote it, and what is missing. The model
// proposes, the writer decides; every change is a step that can be undone.
import { Check, Sparkles, Square } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { assetUrl } from '../../api/asset-url';
import { useEngine } from '../../api/use-studio';
import { describePicture } from '../../editor/commands/description-commands';
import { excerptOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Progress } from '../../ui/progress';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { describerWords } from './describer-words';
import { shownPictures, type ShownPicture } from './shown-pictures';
import { useProposals } from './use-proposals';
import './descriptions.css';

export function DescriptionsDialog(): ReactNode {
  const { ui } = useWorkspace();
  const { readOnly } = useSession();
  const pictures = shownPictures(useEditor((state) => state.story));
  const engine = useEngine();
  const proposals = useProposals();
  /** Those that were missing when the writer asked for them: a row must not go away while it is being written. */
  const [only, setOnly] = useState<ReadonlySet<string> | null>(null);
  const missing = pictures.filter((shown) => shown.isMissing);
  const canPropose = readOnly === null && engine.state === 'ready' && proposals.running === null;
  const { running } = proposals;

  const foot = (
    <>
      {running === null ? (
        <span className="descriptions-count" data-testid="descriptions-missing" role="status">
          {missing.length === 0
            ? t('Every picture has a description.')
            : t('{missing, plural, one {# picture has no description.} other {# pictures have no description.}}', {
                missing: missing.length,
              })}
        </span>
      ) : (
        <div className="descriptions-progress">
          <span>{t('Looking at picture {number} of {all}', { number: running.done + 1, all: running.all })}</span>
          <Progress label={t('Describing pictures')} fraction={running.done / running.all} />
        </div>
      )}
      {running === null ? (
        <Button
          disabled={!canPropose || missing.length === 0}
          data-testid="propose-missing"
          onClick={() => proposals.start(missing)}
        >
          <Sparkles size={16} aria-hidden />
          {t('Propose all missing')}
        </Button>
      ) : (
        <Button onClick={proposals.stop} data-testid="stop-proposing">
          <Square size={12} fill="currentColor" aria-hidden />
          {t('Stop')}
        </Button>
      )}
      <Button tone="primary" onClick={() => ui.actions.openDialog(null)}>
        {t('Done')}
      </Button>
    </>
  );
  const listed = only === null ? pictures : pictures.filter(({ picture }) => only.has(picture.id));
  return (
    <Dialog
      title={t('Descriptions')}
      description={t(
        'What readers who cannot see a picture hear instead, in every exported book. Where there is none, they hear the words of the panel.',
      )}
      width="wide"
      onClose={() => ui.actions.openDialog(null)}
      foot={foot}
      testId="descriptions-dialog"
    >
      {pictures.length === 0 ? (
        <p className="descriptions-none">{t('The story has no pictures yet.')}</p>
      ) : (
        <>
          <label className="descriptions-filter">
            <input
              type="checkbox"
              checked={only !== null}
              data-testid="only-missing"
              onChange={(event) =>
                setOnly(event.target.checked ? new Set(missing.map(({ picture }) => picture.id)) : null)
              }
            />
            {t('Only those without a description')}
          </label>
          <ul className="descriptions">
            {listed.map((shown) => (
              <Description
                key={shown.picture.id}
                shown={shown}
                isBusy={running?.ids.has(shown.picture.id) === true}
                onPropose={canPropose ? () => proposals.start([shown]) : null}
              />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

interface DescriptionProps {
  readonly shown: ShownPicture;
  readonly isBusy: boolean;
  readonly onPropose: (() => void) | null; // null while the model cannot be asked
}

function Description({ shown, isBusy, onPropose }: DescriptionProps): ReactNode {
  const { editor, storyId, readOnly } = useSession();
  const { panel, number, picture, spot, isMissing } = shown;
  const label = t('Description of the picture in panel {number}', { number });
  return (
    <li className="description" data-testid="description" data-missing={isMissing ? '' : undefined}>
      <img src={assetUrl(storyId, picture.asset)} alt="" loading="lazy" />
      <div className="description-words">
        <p className="description-panel" dir="auto">
          <strong>{number}</strong> {excerptOf(panel.text, 120)}
        </p>
        <textarea
          className="text-input"
          rows={2}
          dir="auto"
          maxLength={2000}
          aria-label={label}
          readOnly={readOnly !== null}
          value={picture.alt}
          placeholder={t('What is to be seen?')}
          onChange={(event) => editor.run(describePicture({ spot, alt: event.target.value }))}
        />
        <div className="description-foot">
          <span className="description-by">
            {!isMissing && <Check size={14} aria-hidden />}
            {describerWords(panel, picture)}
          </span>
          <Button
            size="small"
            disabled={onPropose === null || isBusy}
            aria-label={t('Propose: panel {number}', { number })}
            onClick={onPropose ?? undefined}
          >
            <Sparkles size={14} aria-hidden />
            {isBusy ? t('Looking…') : t('Propose')}
          </Button>
        </div>
      </div>
    </li>
  );
}
