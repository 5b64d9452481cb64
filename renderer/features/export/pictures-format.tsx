// The pictures alone, numbered, with their making inside.
import { Images } from 'lucide-react';
import { useState } from 'react';
import { chosenPictureOf } from '../../../common/domain/story';
import { t } from '../../i18n/translate';
import { useEditor } from '../workspace/use-workspace';
import { Choices } from './choices';
import type { ExportChoice, ExportFormatView } from './export-format';
import { FormatFacts } from './format-facts';
import { PicturesGlimpse } from './format-glimpse';

function usePicturesChoice(): ExportChoice {
  const [packing, setPacking] = useState<'zip' | 'folder'>('zip');
  const pictures = useEditor((state) => state.story.panels.filter((panel) => chosenPictureOf(panel) !== null).length);
  return {
    body: (
      <FormatFacts
        title={t('{pictures, plural, one {# picture as it is} other {# pictures as they are}}', { pictures })}
        glimpse={<PicturesGlimpse />}
        facts={[
          t('Numbered as their panels, in full size'),
          t('Inside each: who made it, the model with its digest, seed and settings, and the description'),
        ]}
      >
        <Choices
          label={t('Save as')}
          value={packing}
          onChoose={setPacking}
          options={[
            { value: 'zip', label: t('One ZIP file'), note: t('To send or to keep') },
            { value: 'folder', label: t('A folder'), note: t('A new one, inside the folder that you choose') },
          ]}
        />
      </FormatFacts>
    ),
    request: pictures === 0 ? null : { format: 'pictures', packing },
    actionLabel: t('Export pictures'),
  };
}

export const picturesFormat: ExportFormatView = {
  id: 'pictures',
  name: () => t('Pictures'),
  note: () => t('Numbered files with their making inside'),
  icon: Images,
  useChoice: usePicturesChoice,
};
