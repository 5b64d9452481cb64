// Addresses of pictures. The page knows a picture by story and content hash only; where the file lies is main's business.
import type { Asset } from '../../common/domain/story';

/** The address under which main serves a picture of a story. */
export const assetUrl = (storyId: string, asset: Pick<Asset, 'sha256'>): string =>
  `story-asset://${storyId}/${asset.sha256}`;

/** The address of a scaled copy at least so wide, in a few steps so that few of them are made; a small picture is its own copy. */
export function thumbnailUrl(storyId: string, asset: Pick<Asset, 'sha256' | 'widthPx'>, widthPx: number): string {
  const step = thumbnailWidths.find((width) => width >= widthPx);
  const scaled = step !== undefined && step < asset.widthPx / 1.5;
  return scaled ? `${assetUrl(storyId, asset)}?w=${step}` : assetUrl(storyId, asset);
}

/** The widths in which main serves copies. */
export const thumbnailWidths = [192, 640, 1280] as const;

/** A passing address for bytes in memory, for example a preview. Whoever asks must give it back with `releaseUrl`. */
export const urlOfPng = (png: Uint8Array): string =>
  URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }));

export const releaseUrl = (url: string | null): void => {
  if (url !== null) URL.revokeObjectURL(url);
};
