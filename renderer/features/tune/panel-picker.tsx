// The panels of one story, to be left out or taken in one by one. One stop of the Tab key: the arrows go from panel to panel, Space
// ticks. Pictures are small copies and come when they are scrolled to, so that a story of hundreds of panels opens at once.
import { ImageOff } from 'lucide-react';
import { memo, useCallback, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { OfferedPanel } from '../../../common/domain/tuning-data-set';
import { thumbnailUrl } from '../../api/asset-url';
import { excerptOf } from '../../editor/selectors';
import { useLanguage } from '../../i18n/language';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { problemWords } from './tune-words';

interface PanelPickerProps {
  /** Of the element, which the button that opens it names. */
  readonly id: string;
  readonly storyId: string;
  readonly title: string;
  readonly panels: readonly OfferedPanel[] | undefined;
  readonly taken: ReadonlySet<string>;
  /** Stable, so that a panel is drawn again only when it changes. */
  readonly onChoose: (panelIds: readonly string[], isIn: boolean) => void;
}

export function PanelPicker({ id, storyId, title, panels, taken, onChoose }: PanelPickerProps): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const [tabStop, setTabStop] = useState(0);
  const onFocus = useCallback((index: number) => setTabStop(index), []);
  if (panels === undefined) {
    return (
      <p id={id} className="tune-quiet tune-panels-reading">
        {t('Reading the story…')}
      </p>
    );
  }
  const usable = panels.flatMap((panel) => (panel.asset === null ? [] : [panel.id]));
  const go = (event: KeyboardEvent): void => {
    const to = placeAfter(event.key, tabStop, panels.length, () => columnsOf(group.current));
    if (to === null) return;
    event.preventDefault();
    group.current?.querySelectorAll('input')[to]?.focus();
  };
  return (
    <div id={id} className="tune-picker" data-testid="panel-picker">
      <div className="tune-picker-tools">
        <Button
          size="small"
          data-testid="panels-all"
          aria-label={t('All: {title}', { title })}
          onClick={() => onChoose(usable, true)}
        >
          {t('All')}
        </Button>
        <Button
          size="small"
          data-testid="panels-none"
          aria-label={t('None: {title}', { title })}
          onClick={() => onChoose(usable, false)}
        >
          {t('None')}
        </Button>
      </div>
      <div
        ref={group}
        className="tune-panels"
        role="group"
        aria-label={t('Panels of {title}', { title })}
        onKeyDown={go}
      >
        {panels.map((panel, index) => (
          <OfferedPanelView
            key={panel.id}
            storyId={storyId}
            panel={panel}
            index={index}
            isTaken={taken.has(panel.id)}
            isTabStop={index === tabStop}
            onChoose={onChoose}
            onFocus={onFocus}
          />
        ))}
      </div>
    </div>
  );
}

/** Where an arrow, Home or End leads; null: nowhere. */
function placeAfter(key: string, place: number, count: number, columns: () => number): number | null {
  const to = ((): number | null => {
    switch (key) {
      case 'ArrowLeft':
        return place - 1;
      case 'ArrowRight':
        return place + 1;
      case 'ArrowUp':
        return place - columns();
      case 'ArrowDown':
        return place + columns();
      case 'Home':
        return 0;
      case 'End':
        return count - 1;
      default:
        return null;
    }
  })();
  return to === null || to < 0 || to >= count ? null : to;
}

const columnsOf = (grid: HTMLElement | null): number =>
  grid === null ? 1 : getComputedStyle(grid).gridTemplateColumns.split(' ').length;

interface OfferedPanelViewProps {
  readonly storyId: string;
  readonly panel: OfferedPanel;
  readonly index: number;
  readonly isTaken: boolean;
  readonly isTabStop: boolean;
  readonly onChoose: PanelPickerProps['onChoose'];
  readonly onFocus: (index: number) => void;
}

const THUMBNAIL_PX = 192;
const SHOWN_WORDS = 56;

const OfferedPanelView = memo(function OfferedPanelView({
  storyId,
  panel,
  index,
  isTaken,
  isTabStop,
  onChoose,
  onFocus,
}: OfferedPanelViewProps): ReactNode {
  useLanguage();
  const { id, number, asset, words } = panel;
  const excerpt = excerptOf(words, SHOWN_WORDS);
  const trouble =
    asset === null ? problemWords('no-picture') : words === '' ? t('No words yet: the next page asks for them.') : '';
  const troubleId = `trouble-${id}`;
  return (
    <label className="tune-panel" data-taken={isTaken ? '' : undefined} data-testid="offered-panel">
      <span className="tune-panel-picture">
        {asset === null ? (
          <ImageOff size={24} aria-hidden />
        ) : (
          <img src={thumbnailUrl(storyId, asset, THUMBNAIL_PX)} alt="" loading="lazy" decoding="async" />
        )}
      </span>
      <span className="tune-panel-words">
        <input
          type="checkbox"
          checked={isTaken}
          tabIndex={isTabStop ? 0 : -1}
          // Not `disabled`: the arrows lead there too, where the reason is read.
          aria-disabled={asset === null}
          aria-label={t('Panel {number}: {words}', { number, words: excerpt })}
          {...(trouble === '' ? {} : { 'aria-describedby': troubleId })}
          onFocus={() => onFocus(index)}
          onChange={(event) => {
            if (asset !== null) onChoose([id], event.target.checked);
          }}
        />
        <b>{number}</b>
        <span dir="auto">{excerpt}</span>
      </span>
      {trouble !== '' && (
        <span id={troubleId} className="tune-panel-trouble" data-blocks={asset === null ? '' : undefined}>
          {trouble}
        </span>
      )}
    </label>
  );
});
