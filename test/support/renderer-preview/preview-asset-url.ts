// Stands in for renderer/api/asset-url.ts in the preview: pictures lie in memory, so their addresses are blobs.
const urls = new Map<string, string>();

export const urlOfPng = (png: Uint8Array): string =>
  URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }));
export const releaseUrl = (url: string | null): void => {
  if (url !== null) URL.revokeObjectURL(url);
};
let live: ReadonlyMap<string, Uint8Array> = new Map();
export const followPictures = (pictures: ReadonlyMap<string, Uint8Array>): void => {
  live = pictures;
};
export const assetUrl = (_storyId: string, asset: { readonly sha256: string }): string => {
  const known = urls.get(asset.sha256);
  if (known !== undefined) return known;
  const bytes = live.get(asset.sha256);
  const url = bytes === undefined ? '' : urlOfPng(bytes);
  urls.set(asset.sha256, url);
  return url;
};
export const thumbnailUrl = (storyId: string, asset: { readonly sha256: string }): string => assetUrl(storyId, asset);
export const thumbnailWidths = [] as const;
