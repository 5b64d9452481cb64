// Small stories for tests of saving, export and IPC.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyPanel, emptyStory, type Asset, type Panel, type Story } from '../../common/domain/story';

/** A valid PNG of one pixel. */
export const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const onePixelAsset: Asset = {
  sha256: createHash('sha256').update(onePixelPng).digest('hex'),
  ext: 'png',
  widthPx: 1,
  heightPx: 1,
};

export const panelWith = (id: string, text: string, picture = false): Panel => ({
  ...emptyPanel(id),
  text,
  ...(picture
    ? {
        pictures: [
          {
            id: `${id}-p`,
            asset: onePixelAsset,
            origin: 'imported' as const,
            alt: `Picture of ${id}`,
            altOrigin: 'human' as const,
            favourite: false,
            generation: null,
          },
        ],
        chosenPictureId: `${id}-p`,
      }
    : {}),
});

export const storyWith = (texts: readonly string[], pictures = false): Story => ({
  ...emptyStory({ id: 'story-1', panelId: 'unused', title: 'The Lantern', now: '2026-11-01T10:00:00.000Z' }),
  panels: texts.map((text, index) => panelWith(`panel-${index + 1}`, text, pictures)),
});

/** A story as studios wrote it before file version 3. */
export function documentOfVersion(version: 1 | 2, { cast: _cast, ...story }: Story): Record<string, unknown> {
  return {
    ...story,
    schemaVersion: version,
    panels: story.panels.map((panel) => ({
      ...panel,
      textVariants: panel.textVariants.map(({ favourite: _favourite, ...variant }) => variant),
      pictures: panel.pictures.map(({ altOrigin: _altOrigin, ...picture }) => picture),
    })),
  };
}

/** Puts the one-pixel picture where a story folder keeps it. */
export function putOnePixelAsset(storyFolder: string): void {
  mkdirSync(join(storyFolder, 'assets'), { recursive: true });
  writeFileSync(join(storyFolder, 'assets', `${onePixelAsset.sha256}.png`), onePixelPng);
}
