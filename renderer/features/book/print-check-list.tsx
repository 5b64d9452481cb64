// The print check in words: what is well, what to know, what would look bad on paper and what can be done about it.
import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { GOOD_DPI, LEAST_DPI, type CheckLevel, type Finding } from '../../../common/book/print-check';
import { formatPercent } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { pairingWords } from './design-words';

const icons = { good: CircleCheck, note: Info, warning: CircleAlert } as const;
const levelWords: Readonly<Record<CheckLevel, () => string>> = {
  good: () => t('Good'),
  note: () => t('Note'),
  warning: () => t('Warning'),
};

const FEW = 6;
const listed = (panels: readonly number[]): string =>
  panels.length <= FEW ? panels.join(', ') : `${panels.slice(0, FEW).join(', ')} …`;

function wordsOf(finding: Finding): string {
  switch (finding.kind) {
    case 'sharpness': {
      const { pixels, inches, dpi, count } = finding;
      if (finding.level === 'good') return t('All pictures are sharp enough for print: {dpi} dpi or more.', { dpi });
      const values = { pixels, inches, dpi, count, good: GOOD_DPI, least: LEAST_DPI };
      return finding.level === 'note'
        ? t(
            '{pixels} pixels over {inches} in are {dpi} dpi; print wants {good}, {least} at least. {count, plural, one {# picture is} other {# pictures are}} a little soft.',
            values,
          )
        : t(
            '{pixels} pixels over {inches} in are {dpi} dpi; print wants {good}, {least} at least. {count, plural, one {# picture} other {# pictures}} will look soft on paper and fine on a screen. Choose a smaller page or a storyboard, or replace them with larger pictures.',
            values,
          );
    }
    case 'fonts':
      return t('The book’s fonts are inside the file.');
    case 'characters':
      return finding.instead === null
        ? t(
            'No type of the studio has {count, plural, one {# character} other {# characters}} of this story ({sample}), first in panel {panel}. Fonts of this computer stand in and are put into the PDF; another computer may choose others, and e-books use those of the reader. Look at those pages.',
            { count: finding.count, sample: finding.sample, panel: finding.panel },
          )
        : t(
            'The book’s fonts lack {count, plural, one {# character} other {# characters}} ({sample}), first in panel {panel}; the type {type} has them. Until then, fonts of this computer stand in.',
            {
              count: finding.count,
              sample: finding.sample,
              panel: finding.panel,
              type: pairingWords[finding.instead](),
            },
          );
    case 'small-type':
      return t(
        'The smallest words are {points} points high; below {least} they are hard to read on paper. Choose fewer panels a page, or larger words.',
        { points: finding.points, least: finding.least },
      );
    case 'fold':
      return t(
        'Across two pages: panel {panels}. The middle of such a picture disappears in the fold. Where a face is there, place the words beside the picture instead.',
        { panels: listed(finding.panels) },
      );
    case 'pages':
      return finding.missingToFour === 0
        ? t('{count} pages: a number that can be stapled.', { count: finding.count })
        : t(
            '{count, plural, one {# page} other {# pages}}. Stapled books need a multiple of 4: add {missing}. Picture books often have 24 or 32.',
            { count: finding.count, missing: finding.missingToFour },
          );
    case 'no-picture':
      return t('Without a picture: panel {panels}. The words stand alone.', { panels: listed(finding.panels) });
    case 'no-description':
      return t('The picture has no description for readers who cannot see it: panel {panels}.', {
        panels: listed(finding.panels),
      });
    case 'empty':
      return t('Empty and left out: panel {panels}.', { panels: listed(finding.panels) });
    case 'no-bleed':
      return t(
        '{count, plural, one {# picture reaches} other {# pictures reach}} the edge of the page without bleed. A print shop needs 3 mm; for a screen or a home printer it does not matter.',
        { count: finding.count },
      );
    case 'cut':
      return t('Up to {percent} of a picture is cut away to fill its place: panel {panels}.', {
        percent: formatPercent(finding.percent / 100),
        panels: listed(finding.panels),
      });
  }
}

const order: readonly CheckLevel[] = ['warning', 'note', 'good'];

/** How many warnings and notes there are, as a way to the list. */
export function PrintCheckSummary({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const count = (level: CheckLevel): number => findings.filter((finding) => finding.level === level).length;
  const [warnings, notes] = [count('warning'), count('note')];
  const Icon = warnings > 0 ? CircleAlert : notes > 0 ? Info : CircleCheck;
  return (
    <Button
      tone="quiet"
      size="small"
      onClick={() => {
        const list = document.getElementById(LIST_ID);
        list?.scrollIntoView({ block: 'nearest' });
        list?.focus();
      }}
    >
      <Icon size={16} aria-hidden />
      {warnings + notes === 0
        ? t('Print check: all good')
        : t(
            'Print check: {warnings, plural, =0 {} one {# warning, } other {# warnings, }}{notes, plural, one {# note} other {# notes}}',
            { warnings, notes },
          )}
    </Button>
  );
}

const LIST_ID = 'print-check';

export function PrintCheckList({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const sorted = findings.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return (
    <section id={LIST_ID} tabIndex={-1} className="print-check" aria-label={t('Print check')} data-testid="print-check">
      <h3 className="field-label">{t('Print check')}</h3>
      <ul>
        {sorted.map((finding, index) => {
          const Icon = icons[finding.level];
          return (
            <li key={index} data-level={finding.level} data-kind={finding.kind}>
              <Icon size={16} role="img" aria-label={levelWords[finding.level]()} />
              <span>{wordsOf(finding)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
