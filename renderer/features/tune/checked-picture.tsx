// One picture of a data set: what it shows, its words to be changed, what is wrong with it, and whether it is used.
import { ImageOff, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { blocksLearning, MAX_CAPTION_LENGTH, type TuningItem } from '../../../common/domain/tuning-data-set';
import { assetUrl } from '../../api/asset-url';
import { excerptOf } from '../../editor/selectors';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { problemWords, sourceWords } from './tune-words';

interface CheckedPictureProps {
  readonly setId: string;
  readonly item: TuningItem;
  /** The one that it looks like. */
  readonly original: TuningItem | null;
  readonly onChange: (wish: { caption?: string; isLeftOut?: boolean }) => void;
}

export function CheckedPicture({ setId, item, original, onChange }: CheckedPictureProps): ReactNode {
  const { asset, caption, problems, use } = item;
  const source = sourceWords(item);
  // While it is written it shows its own words; main hears them when the field is left.
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    if (draft !== null && draft !== caption) onChange({ caption: draft });
    setDraft(null);
  };
  const canBeUsed = asset !== null;
  return (
    <li className="tune-item" data-use={use} data-testid="tune-item">
      <div className="tune-item-picture">
        {asset === null ? (
          <ImageOff size={28} aria-hidden />
        ) : (
          <img src={assetUrl(setId, asset)} alt="" loading="lazy" />
        )}
        {use === 'keep-back' && <span className="tune-tag">{t('kept back')}</span>}
      </div>
      <div className="tune-item-words">
        <p className="tune-item-source" dir="auto">
          {source}
        </p>
        {item.text.trim() !== '' && (
          <p className="tune-item-text" dir="auto">
            {excerptOf(item.text, 110)}
          </p>
        )}
        {canBeUsed && (
          <textarea
            className="text-input"
            rows={2}
            dir="auto"
            maxLength={MAX_CAPTION_LENGTH}
            aria-label={t('What is to be seen: {source}', { source })}
            placeholder={t('What is to be seen?')}
            value={draft ?? caption}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={commit}
          />
        )}
        {problems.length > 0 && (
          <ul className="tune-item-problems">
            {problems.map((problem) => (
              <li key={problem} data-problem={problem} data-blocks={blocksLearning(problem) ? '' : undefined}>
                <TriangleAlert size={13} aria-hidden />
                <span>
                  {problem === 'duplicate' && original !== null
                    ? t('Looks like “{source}”.', { source: sourceWords(original) })
                    : problem === 'broken-picture'
                      ? saidByMain(item.reason)
                      : problemWords(problem)}
                </span>
              </li>
            ))}
          </ul>
        )}
        {canBeUsed && !problems.includes('no-words') && (
          <label className="tune-item-use">
            <input
              type="checkbox"
              checked={use !== 'leave-out'}
              aria-label={t('Use it: {source}', { source })}
              onChange={(event) => onChange({ isLeftOut: !event.target.checked })}
            />
            {t('Use it')}
          </label>
        )}
      </div>
    </li>
  );
}
