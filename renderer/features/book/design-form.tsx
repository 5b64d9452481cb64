// Everything that a writer decides about the book's pages. Holds nothing itself: the export keeps a draft, the Page view the story's design.
import type { ReactNode } from 'react';
import { presetIds, presetOf, withPreset } from '../../../common/book/presets';
import {
  placementSchema,
  trimSizeSchema,
  typePairingSchema,
  type BookDesign,
} from '../../../common/domain/book-design';
import { formatPercent } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { ChoiceField, LineField, NumberField, SegmentField, SwitchField } from './design-fields';
import { pairingWords, placementWords, presetWords, trimWords } from './design-words';

interface DesignFormProps {
  readonly design: BookDesign;
  readonly onChange: (design: BookDesign) => void;
}

const MOST_CELLS = 8;
const LONGEST_LINE = 200;
const LONGEST_COLOPHON = 2000;
const MOST_BLEED = 10;

export function DesignForm({ design, onChange }: DesignFormProps): ReactNode {
  const set = (changes: Partial<BookDesign>): void => onChange({ ...design, ...changes });
  const { grid } = design;
  return (
    <div className="design-form">
      <ChoiceField
        label={t('Start from')}
        value={presetOf(design)}
        none={t('Your own design')}
        choices={presetIds.map((id) => ({ id, name: presetWords[id]() }))}
        onChoose={(id) => onChange(withPreset(design, id))}
        testId="design-preset"
      />
      <SegmentField
        label={t('Kind of book')}
        value={design.format}
        choices={[
          { id: 'picture-book', name: t('Picture book') },
          { id: 'storyboard', name: t('Storyboard') },
        ]}
        onChoose={(format) => set({ format })}
      />
      <ChoiceField
        label={t('Page size')}
        value={design.trimSize}
        choices={trimSizeSchema.options.map((id) => ({ id, name: trimWords[id]() }))}
        onChoose={(trimSize) => set({ trimSize })}
        testId="design-trim"
      />
      {design.format === 'picture-book' ? (
        <>
          <SegmentField
            label={t('Each panel on')}
            value={design.spreads ? 'spread' : 'page'}
            choices={[
              { id: 'page', name: t('One page') },
              { id: 'spread', name: t('Two facing pages') },
            ]}
            onChoose={(pages) => set({ spreads: pages === 'spread' })}
          />
          <ChoiceField
            label={t('Words')}
            value={design.placement}
            choices={placementSchema.options.map((id) => ({ id, name: placementWords(id, design) }))}
            onChoose={(placement) => set({ placement })}
            testId="design-placement"
          />
        </>
      ) : (
        <div className="field-pair">
          <NumberField
            label={t('Columns')}
            value={grid.columns}
            min={1}
            max={MOST_CELLS}
            onChange={(columns) => set({ grid: { ...grid, columns: Math.round(columns) } })}
          />
          <NumberField
            label={t('Rows')}
            value={grid.rows}
            min={1}
            max={MOST_CELLS}
            onChange={(rows) => set({ grid: { ...grid, rows: Math.round(rows) } })}
          />
        </div>
      )}
      <ChoiceField
        label={t('Type')}
        value={design.typePairing}
        choices={typePairingSchema.options.map((id) => ({ id, name: pairingWords[id]() }))}
        onChoose={(typePairing) => set({ typePairing })}
        testId="design-type"
      />
      <TextScale design={design} onChange={set} />
      <div className="switches">
        <SwitchField label={t('Cover page')} checked={design.cover} onChange={(cover) => set({ cover })} />
        <SwitchField
          label={t('Page numbers')}
          checked={design.pageNumbers}
          onChange={(pageNumbers) => set({ pageNumbers })}
        />
      </div>
      <details className="design-more">
        <summary>{t('Header, footer, last page')}</summary>
        <LineField
          label={t('Header')}
          value={design.header}
          maxLength={LONGEST_LINE}
          onChange={(header) => set({ header })}
        />
        <LineField
          label={t('Footer')}
          value={design.footer}
          maxLength={LONGEST_LINE}
          onChange={(footer) => set({ footer })}
        />
        <LineField
          label={t('Last page (rights, thanks)')}
          value={design.colophon}
          maxLength={LONGEST_COLOPHON}
          multiline
          onChange={(colophon) => set({ colophon })}
        />
      </details>
      <details className="design-more">
        <summary>{t('For a print shop')}</summary>
        <NumberField
          label={t('Bleed (mm)')}
          value={design.bleedMm}
          min={0}
          max={MOST_BLEED}
          step={0.5}
          onChange={(bleedMm) => set({ bleedMm })}
        />
        <SwitchField label={t('Crop marks')} checked={design.cropMarks} onChange={(cropMarks) => set({ cropMarks })} />
      </details>
    </div>
  );
}

const PERCENT = 100;

function TextScale({
  design,
  onChange,
}: {
  readonly design: BookDesign;
  readonly onChange: (changes: Partial<BookDesign>) => void;
}): ReactNode {
  const percent = Math.round(design.textScale * PERCENT);
  return (
    <label className="field">
      <span className="field-label">
        {t('Size of the words: {percent}', { percent: formatPercent(design.textScale) })}
      </span>
      <input
        type="range"
        className="range-input"
        min={70}
        max={160}
        step={5}
        value={percent}
        onChange={(event) => onChange({ textScale: event.target.valueAsNumber / PERCENT })}
      />
    </label>
  );
}
