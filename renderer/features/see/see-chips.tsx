// "I see: fox, beach, night": what the model sees in a picture from outside, as chips that the writer corrects. They are the picture's
// description, and can become the panel's words.
import { Eye, PenLine, Plus, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Panel, PictureVariant } from '../../../common/domain/story';
import { describePicture, writeDescription } from '../../editor/commands/description-commands';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Popover } from '../../ui/menu';
import { useKnows } from '../words/use-knows';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { altFromChips, chipsFromAlt, sentenceFromChips } from './seen-words';
import './see.css';

interface SeeChipsProps {
  readonly panel: Panel;
  readonly picture: PictureVariant;
}

export function SeeChips({ panel, picture }: SeeChipsProps): ReactNode {
  const { seeing } = useWorkspace();
  const looking = useStore(seeing.store, (state) => state.looking.has(picture.asset.sha256));
  if (picture.origin !== 'imported') return null;
  if (picture.alt === '' && looking) {
    return (
      <p className="see-chips see-looking" data-testid="see-looking">
        <Eye size={14} aria-hidden />
        {t('Looking at the picture…')}
      </p>
    );
  }
  // What a person wrote is a description, and no list to pick from.
  return picture.alt === '' || picture.altOrigin === 'human' ? null : <Chips panel={panel} picture={picture} />;
}

function Chips({ panel, picture }: SeeChipsProps): ReactNode {
  const { editor } = useSession();
  const { ui } = useWorkspace();
  const knows = useKnows();
  const chips = chipsFromAlt(picture.alt);
  const spot = { kind: 'panel', panelId: panel.id, pictureId: picture.id } as const;
  const become = (next: readonly string[]): void => {
    editor.run(describePicture({ spot, alt: altFromChips(next), atOnce: true }));
  };
  const write = (): void => {
    const line = knows === null ? picture.alt : sentenceFromChips(chips, knows);
    if (editor.run(writeDescription({ panelId: panel.id, pictureId: picture.id, line }))) {
      ui.actions.announce(t('Written into the panel.'));
    }
  };
  return (
    <div
      className="see-chips"
      role="group"
      aria-label={t('What the model sees in this picture')}
      data-testid="see-chips"
    >
      <Eye size={14} aria-hidden />
      <span className="see-label">{t('I see:')}</span>
      {chips.map((chip) => (
        <span key={chip} className="see-chip" data-testid="see-chip">
          <span className="see-chip-words">{chip}</span>
          <button
            type="button"
            aria-label={t('Remove {word}', { word: chip })}
            onClick={() => become(chips.filter((other) => other !== chip))}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <Popover
        title={t('What else is in it?')}
        trigger={
          <button type="button" className="see-add" aria-label={t('Add a word')} data-testid="see-add">
            <Plus size={13} aria-hidden />
          </button>
        }
      >
        <AddWord chips={chips} onAdd={(word) => become([...chips, word])} />
      </Popover>
      <Button size="small" tone="quiet" data-testid="see-write" onClick={write}>
        <PenLine size={13} aria-hidden />
        {t('Write this')}
      </Button>
    </div>
  );
}

const MAX_OFFERED = 18;

function AddWord({ chips, onAdd }: { chips: readonly string[]; onAdd: (word: string) => void }): ReactNode {
  const knows = useKnows();
  const [draft, setDraft] = useState('');
  const wanted = draft.trim().toLowerCase();
  const known =
    knows === null ? [] : (['characters', 'props', 'places', 'times'] as const).flatMap((key) => knows[key]);
  const offered = known
    .filter((word) => word.toLowerCase().includes(wanted) && !chips.includes(word))
    .slice(0, MAX_OFFERED);
  return (
    <form
      className="see-add-word"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') onAdd(draft.trim());
        setDraft('');
      }}
    >
      <input
        className="text-input"
        data-own-undo=""
        data-testid="see-word"
        value={draft}
        maxLength={60}
        aria-label={t('A word of your own')}
        placeholder={t('A word of your own')}
        onChange={(event) => setDraft(event.target.value)}
      />
      <div className="see-offered">
        {offered.map((word) => (
          <button key={word} type="button" className="chip" onClick={() => onAdd(word)}>
            {word}
          </button>
        ))}
      </div>
    </form>
  );
}
