// The AI use report: what was made by whom, for publishers, competitions and the writer's own records.
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/translate';
import { Choices } from './choices';
import type { ExportChoice, ExportFormatView } from './export-format';
import { FormatFacts } from './format-facts';

function useReportChoice(): ExportChoice {
  const [as, setAs] = useState<'html' | 'markdown'>('html');
  return {
    body: (
      <FormatFacts
        title={t('How this story was made')}
        facts={[
          t('Words, pictures and descriptions: how many by you, by the model, and by both'),
          t('The model with its digest, and seed and settings of every panel'),
          t('What the story’s file records, in plain words; the report is in English'),
        ]}
      >
        <Choices
          label={t('Save as')}
          value={as}
          onChoose={setAs}
          options={[
            { value: 'html', label: t('A web page (HTML)'), note: t('To read and to print') },
            { value: 'markdown', label: t('Plain text (Markdown)'), note: t('To paste elsewhere') },
          ]}
        />
      </FormatFacts>
    ),
    request: { format: 'report', as },
    actionLabel: t('Export report'),
  };
}

export const reportFormat: ExportFormatView = {
  id: 'report',
  name: () => t('AI use report'),
  note: () => t('Who made what, and how'),
  icon: ScrollText,
  useChoice: useReportChoice,
};
