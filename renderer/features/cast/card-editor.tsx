// One card: name, look, kind, whether it is told always, where the story names it, and its pictures.
import type { ReactNode } from 'react';
import type { CastCard } from '../../../common/domain/story';
import { mentionsOf } from '../../editor/cast-mentions';
import { setCardAlways, setCardKind, writeCard } from '../../editor/commands/cast-commands';
import { t } from '../../i18n/translate';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { CardPictures } from './card-pictures';
import { kindWords } from './card-words';

interface CardEditorProps {
  readonly card: CastCard;
  readonly canEdit: boolean;
}

export function CardEditor({ card, canEdit }: CardEditorProps): ReactNode {
  const { editor } = useSession();
  return (
    <fieldset className="card-editor" disabled={!canEdit} data-testid="card-editor">
      <legend className="visually-hidden">{t('Card')}</legend>
      <div className="card-fields">
        <label className="field">
          <span className="field-label">{t('Name')}</span>
          <input
            className="text-input"
            data-testid="card-name"
            maxLength={100}
            dir="auto"
            value={card.name}
            placeholder={t('As it stands in the story')}
            onChange={(event) => editor.run(writeCard({ cardId: card.id, field: 'name', text: event.target.value }))}
            onBlur={() => editor.endBurst()}
          />
        </label>
        <label className="field">
          <span className="field-label">{t('Kind')}</span>
          <select
            className="text-input"
            value={card.kind}
            onChange={(event) => {
              const kind = (['character', 'place', 'thing'] as const).find((one) => one === event.target.value);
              if (kind !== undefined) editor.run(setCardKind({ cardId: card.id, kind }));
            }}
          >
            {(['character', 'place', 'thing'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {kindWords(kind)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className="field">
        <span className="field-label">{t('Look')}</span>
        <textarea
          className="text-input card-look"
          data-testid="card-look"
          rows={2}
          maxLength={500}
          dir="auto"
          value={card.look}
          placeholder={t('a small fox with a green scarf')}
          onChange={(event) => editor.run(writeCard({ cardId: card.id, field: 'look', text: event.target.value }))}
          onBlur={() => editor.endBurst()}
        />
      </label>
      <label className="card-always">
        <input
          type="checkbox"
          checked={card.always}
          data-testid="card-always"
          onChange={(event) => editor.run(setCardAlways({ cardId: card.id, always: event.target.checked }))}
        />
        <span>
          {t('Tell the model always')}
          <span className="field-hint">
            {t('Otherwise only where the name stands in the panel or shortly before.')}
          </span>
        </span>
      </label>
      <CardPictures card={card} canEdit={canEdit} />
      <Mentions card={card} />
    </fieldset>
  );
}

const MAX_JUMPS = 24;

function Mentions({ card }: { readonly card: CastCard }): ReactNode {
  const { ui } = useWorkspace();
  const story = useEditor((state) => state.story);
  const mentions = mentionsOf(story, card);
  if (card.name.trim() === '') return null;
  if (mentions.length === 0) {
    return <p className="field-hint">{t('No panel names {name} yet.', { name: card.name })}</p>;
  }
  const jump = (panelId: string): void => {
    ui.actions.openDialog(null);
    // The dialog gives the focus back to where it was opened from; the wish comes after that.
    requestAnimationFrame(() => ui.actions.revealPanel(panelId, { focus: 'text', align: 'center' }));
  };
  return (
    <div className="card-mentions" role="group" aria-label={t('Panels that name {name}', { name: card.name })}>
      <span className="field-hint">{t('Named in panel')}</span>
      {mentions.slice(0, MAX_JUMPS).map(({ panelId, number }) => (
        <button
          key={panelId}
          type="button"
          className="chip"
          aria-label={t('Go to panel {number}', { number })}
          onClick={() => jump(panelId)}
        >
          {number}
        </button>
      ))}
      {mentions.length > MAX_JUMPS && (
        <span className="field-hint">{t('and {count} more', { count: mentions.length - MAX_JUMPS })}</span>
      )}
    </div>
  );
}
