// Before and after in one frame, with a slider between them.
import { useState, type ReactNode } from 'react';
import type { Asset } from '../../../common/domain/story';
import { t } from '../../i18n/translate';
import { frameOf } from './picture-frame';

interface ComparePicturesProps {
  readonly before: string;
  readonly after: string;
  readonly asset: Asset;
}

export function ComparePictures({ before, after, asset }: ComparePicturesProps): ReactNode {
  const [share, setShare] = useState(100);
  return (
    <div className="compare-pictures" data-testid="compare-pictures">
      <div className="compare-frame" style={frameOf(asset)}>
        <img src={before} alt={t('Before')} />
        <img src={after} alt={t('After')} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }} />
        {share > 0 && share < 100 && <span className="compare-edge" aria-hidden style={{ left: `${share}%` }} />}
      </div>
      <label className="compare-slider">
        <span>{t('Before')}</span>
        <input
          className="range-input"
          type="range"
          min={0}
          max={100}
          value={share}
          aria-label={t('Compare before and after')}
          data-testid="compare-slider"
          onChange={(event) => setShare(Number(event.target.value))}
        />
        <span>{t('After')}</span>
      </label>
    </div>
  );
}
