// The writer's own styles beside the drawing style: which adapters the story is told and drawn with, and how strongly. Every change is a
// step of the story that undo takes back. Keeping the library in order is adapters-dialog.tsx.
import { Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { MAX_ADAPTER_STRENGTH, type AdapterSummary } from '../../../common/domain/adapter';
import { useAdapters } from '../../api/use-studio';
import { setAdapter } from '../../editor/commands/adapter-commands';
import { formatPercent } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { ClosesPopover, Popover } from '../../ui/menu';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { adapterWords } from './adapter-words';
import { ExampleOffer } from './example-offer';
import './adapters.css';

const PERCENT = 100;

export function AdapterPicker(): ReactNode {
  const chosen = useEditor((state) => state.story.adapters) ?? [];
  const count = chosen.filter(({ strength }) => strength > 0).length;
  return (
    <Popover
      title={t('Your own styles')}
      trigger={
        <Button
          tone="quiet"
          className="adapter-picker"
          data-testid="adapter-picker"
          aria-label={t('Your own styles: {count, plural, =0 {none} other {#}}', { count })}
          data-tooltip={t('Your own styles')}
          data-tooltip-side="above"
        >
          <Sparkles size={18} aria-hidden />
          {count > 0 && <span className="adapter-count">{count}</span>}
        </Button>
      }
    >
      <AdapterChoices />
    </Popover>
  );
}

function AdapterChoices(): ReactNode {
  const { ui } = useWorkspace();
  const { editor } = useSession();
  const library = useAdapters();
  const chosen = useEditor((state) => state.story.adapters) ?? [];
  const missing = chosen.filter(({ id }) => !library.some((adapter) => adapter.id === id));
  return (
    <div className="adapter-choices">
      {library.length === 0 && missing.length === 0 && (
        <>
          <p className="adapter-quiet">
            {t('None yet. What you teach the model, or import, can be chosen here for every story.')}
          </p>
          <ExampleOffer onAdded={({ id }) => editor.run(setAdapter(id, 1))} />
        </>
      )}
      <ul className="adapter-list">
        {library.map((adapter) => (
          <AdapterChoice
            key={adapter.id}
            adapter={adapter}
            strength={chosen.find(({ id }) => id === adapter.id)?.strength ?? null}
          />
        ))}
        {missing.map(({ id }) => (
          <li key={id} className="adapter-row" data-testid="missing-adapter">
            <span className="adapter-words">
              <strong>{t('A style that is no longer here')}</strong>
              <span className="adapter-quiet">{t('The story cannot be drawn with it.')}</span>
            </span>
            <Button size="small" onClick={() => editor.run(setAdapter(id, null))}>
              {t('Take it out')}
            </Button>
          </li>
        ))}
      </ul>
      <ClosesPopover>
        <Button tone="quiet" data-testid="teach-hero" onClick={() => ui.actions.openDialog({ kind: 'tune' })}>
          {t('Teach it my hero…')}
        </Button>
      </ClosesPopover>
      <ClosesPopover>
        <Button tone="quiet" data-testid="manage-adapters" onClick={() => ui.actions.openDialog({ kind: 'adapters' })}>
          {t('Manage and import…')}
        </Button>
      </ClosesPopover>
    </div>
  );
}

interface AdapterChoiceProps {
  readonly adapter: AdapterSummary;
  /** Null: not chosen. */
  readonly strength: number | null;
}

function AdapterChoice({ adapter, strength }: AdapterChoiceProps): ReactNode {
  const { editor } = useSession();
  const { id, name, state } = adapter;
  const isChosen = strength !== null;
  return (
    <li className="adapter-row" data-testid="adapter" data-chosen={isChosen}>
      <label className="adapter-words">
        <span className="adapter-name">
          <input
            type="checkbox"
            checked={isChosen}
            disabled={!isChosen && state !== 'ready'}
            data-testid="choose-adapter"
            onChange={() => editor.run(setAdapter(id, isChosen ? null : 1))}
          />
          <strong dir="auto">{name}</strong>
        </span>
        <span className="adapter-quiet">{adapterWords(adapter)}</span>
      </label>
      {isChosen && (
        <div className="adapter-strength">
          <input
            type="range"
            className="range-input"
            aria-label={t('Strength of {name}', { name })}
            aria-valuetext={formatPercent(strength)}
            data-testid="adapter-strength"
            min={0}
            max={MAX_ADAPTER_STRENGTH * PERCENT}
            step={5}
            value={Math.round(strength * PERCENT)}
            onChange={(event) => editor.run(setAdapter(id, event.target.valueAsNumber / PERCENT))}
          />
          <span aria-hidden className="adapter-percent">
            {formatPercent(strength)}
          </span>
        </div>
      )}
    </li>
  );
}
