// The frame in which a picture is worked on: as large as the dialog allows, in the picture's proportions. Pure.
import type { CSSProperties } from 'react';
import type { Asset } from '../../../common/domain/story';

export const frameOf = ({ widthPx, heightPx }: Pick<Asset, 'widthPx' | 'heightPx'>): CSSProperties => ({
  aspectRatio: `${widthPx} / ${heightPx}`,
  maxWidth: `calc(min(60vh, 560px) * ${widthPx / heightPx})`,
});
