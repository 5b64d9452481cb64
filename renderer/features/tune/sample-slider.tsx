// What the model drew before it learned and what it draws at a checkpoint, for the same words and the same seed, one over the other.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { TuningCheckpoint, TuningRun } from '../../../common/domain/tuning';
import { assetUrl } from '../../api/asset-url';
import { t } from '../../i18n/translate';
import { BeforeAfter } from '../../ui/before-after';
import { IconButton } from '../../ui/button';

interface SampleSliderProps {
  readonly run: TuningRun;
  /** Undefined while none was drawn. */
  readonly checkpoint: TuningCheckpoint | undefined;
}

const MIDDLE = 50;

export function SampleSlider({ run, checkpoint }: SampleSliderProps): ReactNode {
  const [index, setIndex] = useState(0);
  const count = run.base.length;
  const before = run.base[index % Math.max(count, 1)];
  const after = checkpoint?.samples.find(({ prompt, seed }) => prompt === before?.prompt && seed === before.seed);
  if (before?.asset == null) {
    return (
      <div className="tune-slider tune-slider-empty">
        <p>{t('Before and after stand here as soon as the first pictures are drawn.')}</p>
      </div>
    );
  }
  const step = (by: number): void => setIndex((index + by + count) % count);
  const beforePicture = {
    src: assetUrl(run.id, before.asset),
    alt: t('Before it learned: {prompt}', { prompt: before.prompt }),
    label: t('Before'),
  };
  return (
    <div className="tune-slider" data-testid="tune-slider">
      {after?.asset == null ? (
        <figure className="tune-only-before">
          <img src={beforePicture.src} alt={beforePicture.alt} />
          <figcaption>{t('Before it learned')}</figcaption>
        </figure>
      ) : (
        <BeforeAfter
          before={beforePicture}
          after={{
            src: assetUrl(run.id, after.asset),
            alt: t('At step {step}: {prompt}', { step: checkpoint?.step ?? 0, prompt: before.prompt }),
            label: t('After'),
          }}
          label={t('Compare before and after')}
          startAt={MIDDLE}
          frame={{ aspectRatio: `${before.asset.widthPx} / ${before.asset.heightPx}` }}
        />
      )}
      <div className="tune-slider-prompt">
        <IconButton size="small" label={t('Sample before')} disabled={count < 2} onClick={() => step(-1)}>
          <ChevronLeft size={16} />
        </IconButton>
        <p dir="auto">
          “{before.prompt}” <span className="tune-quiet">{t('{number} of {count}', { number: index + 1, count })}</span>
        </p>
        <IconButton size="small" label={t('Next sample')} disabled={count < 2} onClick={() => step(1)}>
          <ChevronRight size={16} />
        </IconButton>
      </div>
    </div>
  );
}
