// "Cast & world": the story's cards on the left, the chosen one on the right. What is on a card reaches the model wherever its name
// stands.
import { ArrowDown, ArrowUp, Box, Copy, MapPin, Trash2, UserRound } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { CastCard } from '../../../common/domain/story';
import { assetUrl } from '../../api/asset-url';
import { addCard, cardOf, duplicateCard, moveCard, removeCard } from '../../editor/commands/cast-commands';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { CardEditor } from './card-editor';
import { cardTitle, kindWords } from './card-words';
import './cast.css';

const kinds = ['character', 'place', 'thing'] as const;
const icons = { character: UserRound, place: MapPin, thing: Box } as const;

export function CastDialog({ firstCardId }: { readonly firstCardId: string | null }): ReactNode {
  const { ui, newId } = useWorkspace();
  const { editor, readOnly } = useSession();
  const cast = useEditor((state) => state.story.cast);
  const [wanted, setWanted] = useState<string | null>(firstCardId);
  const chosen = cast.find(({ id }) => id === wanted) ?? cast[0] ?? null;
  const canEdit = readOnly === null;
  const add = (kind: CastCard['kind']): void => {
    const cardId = newId();
    if (!editor.run(addCard({ kind, cardId }))) return;
    setWanted(cardId);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid="card-name"]')?.focus());
  };
  return (
    <Dialog
      title={t('Cast & world')}
      description={t(
        'Who and what your story is about: where a name stands in the words, the model is told its look and shown its picture.',
      )}
      width="wide"
      onClose={() => ui.actions.openDialog(null)}
      testId="cast-dialog"
    >
      <div className="cast">
        <div className="cast-side">
          {cast.length === 0 && <p className="cast-none">{t('No cards yet.')}</p>}
          <ul className="cast-list" aria-label={t('Cards')}>
            {cast.map((card, index) => (
              <CardRow
                key={card.id}
                card={card}
                isChosen={card.id === chosen?.id}
                place={{ index, count: cast.length }}
                canEdit={canEdit}
                onChoose={() => setWanted(card.id)}
              />
            ))}
          </ul>
          {canEdit && (
            <div className="cast-add" role="group" aria-labelledby="cast-add-label">
              <span id="cast-add-label" className="field-hint">
                {t('Add a card')}
              </span>
              {kinds.map((kind) => {
                const Icon = icons[kind];
                return (
                  <Button key={kind} size="small" data-testid={`add-${kind}`} onClick={() => add(kind)}>
                    <Icon size={14} aria-hidden />
                    {kindWords(kind)}
                  </Button>
                );
              })}
            </div>
          )}
        </div>
        {chosen === null ? (
          <p className="cast-empty" data-testid="cast-empty">
            {t(
              'A card keeps somebody the same from panel to panel: give a name, a look and a picture, and every panel that names them is told.',
            )}
          </p>
        ) : (
          <CardEditor key={chosen.id} card={chosen} canEdit={canEdit} />
        )}
      </div>
    </Dialog>
  );
}

interface CardRowProps {
  readonly card: CastCard;
  readonly isChosen: boolean;
  readonly place: { readonly index: number; readonly count: number };
  readonly canEdit: boolean;
  readonly onChoose: () => void;
}

function CardRow({ card, isChosen, place, canEdit, onChoose }: CardRowProps): ReactNode {
  const { ui, newId } = useWorkspace();
  const { editor, storyId } = useSession();
  const Icon = icons[card.kind];
  const [first] = card.pictures;
  const title = cardTitle(card);
  const move = (by: number): void => {
    if (!editor.run(moveCard({ cardId: card.id, toIndex: place.index + by }))) return;
    const at = editor.getState().story.cast.findIndex(({ id }) => id === card.id) + 1;
    ui.actions.announce(t('{name} moved to place {place} of {count}.', { name: title, place: at, count: place.count }));
  };
  const byKey = (event: KeyboardEvent): void => {
    if (!canEdit || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  const remove = (): void => {
    if (!editor.run(removeCard(card.id))) return;
    ui.actions.notify({
      tone: 'info',
      text: t('Card deleted: {name}.', { name: title }),
      action: {
        label: t('Undo'),
        perform: () => {
          if (cardOf(editor.getState().story, card.id) === null) editor.undo();
        },
      },
    });
  };
  return (
    <li className="cast-row" data-chosen={isChosen ? '' : undefined} data-testid="cast-card" onKeyDown={byKey}>
      <button type="button" className="cast-choose" aria-pressed={isChosen} onClick={onChoose}>
        {first === undefined ? (
          <span className="cast-no-picture">
            <Icon size={18} aria-hidden />
          </span>
        ) : (
          <img src={assetUrl(storyId, first.asset)} alt="" />
        )}
        <span className="cast-names">
          <strong>{title}</strong>
          <span>{card.look === '' ? kindWords(card.kind) : card.look}</span>
        </span>
      </button>
      {canEdit && isChosen && (
        <span className="cast-row-actions">
          <IconButton size="small" label={t('Move up')} disabled={place.index === 0} onClick={() => move(-1)}>
            <ArrowUp size={14} />
          </IconButton>
          <IconButton
            size="small"
            label={t('Move down')}
            disabled={place.index === place.count - 1}
            onClick={() => move(1)}
          >
            <ArrowDown size={14} />
          </IconButton>
          <IconButton
            size="small"
            label={t('Duplicate card')}
            onClick={() => editor.run(duplicateCard({ cardId: card.id, copyId: newId() }))}
          >
            <Copy size={14} />
          </IconButton>
          <IconButton size="small" label={t('Delete card')} data-testid="delete-card" onClick={remove}>
            <Trash2 size={14} />
          </IconButton>
        </span>
      )}
    </li>
  );
}
