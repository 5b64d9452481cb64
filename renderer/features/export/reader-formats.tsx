// The formats for reading on a screen, which leave nothing to decide: EPUB for reading apps, one HTML file for everything else.
import { BookMarked, Globe } from 'lucide-react';
import { t } from '../../i18n/translate';
import type { ExportFormatView } from './export-format';
import { FormatFacts } from './format-facts';
import { BookGlimpse } from './format-glimpse';
import { MissingDescriptions } from './missing-descriptions';

export const epubFormat: ExportFormatView = {
  id: 'epub',
  name: () => t('E-book (EPUB)'),
  note: () => t('For reading apps and e-readers'),
  icon: BookMarked,
  useChoice: () => ({
    body: (
      <FormatFacts
        title={t('An e-book that reflows to every screen')}
        glimpse={<BookGlimpse pages={[0]} />}
        facts={[
          t('One page for every panel, with a table of contents'),
          t('The book’s fonts and the descriptions of its pictures inside'),
          t('Reads from right to left where the story does'),
        ]}
      >
        <MissingDescriptions />
      </FormatFacts>
    ),
    request: { format: 'epub' },
    actionLabel: t('Export EPUB'),
  }),
};

export const htmlFormat: ExportFormatView = {
  id: 'html',
  name: () => t('Web page (HTML)'),
  note: () => t('A flip-book in one file'),
  icon: Globe,
  useChoice: () => ({
    body: (
      <FormatFacts
        title={t('A flip-book that opens in every browser')}
        glimpse={<BookGlimpse pages={[1, 2]} />}
        facts={[
          t('One file with everything inside: send it, or put it on a website'),
          t('Turns with keys, buttons and swipes, on a phone too; also scrolls and prints'),
          t('Loads nothing from anywhere'),
        ]}
      >
        <MissingDescriptions />
      </FormatFacts>
    ),
    request: { format: 'html' },
    actionLabel: t('Export HTML'),
  }),
};
