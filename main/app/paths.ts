// Where things lie, in development and in the packaged app. The only reader of the environment in the main process.
import { join } from 'node:path';
import { app } from 'electron';

export interface StudioPaths {
  readonly interfaceFolder: string;
  readonly bundleFolder: string;
  readonly sampleFolder: string;
  readonly exampleAdapterFolder: string;
  readonly engineEntry: string;
  readonly tunerEntry: string;
  /** A font file of the book, as its package has it. */
  readonly fontFile: (folder: string, file: string) => string;
  readonly dataFolder: string; // settings, list of stories, log
  readonly cacheFolder: string; // derived float32 weights: may be deleted at any time
  readonly storiesFolder: string;
  readonly tuningFolder: string; // data sets on their way, and runs
  readonly adaptersFolder: string;
}

/**
 * @param mainFolder folder of the built main process (`out/main`)
 * Overrides for people who keep things elsewhere (and for tests): VOKEN_STUDIO_BUNDLE, VOKEN_STUDIO_STORIES, VOKEN_STUDIO_CACHE.
 */
export function studioPaths(mainFolder: string): StudioPaths {
  const resources = app.isPackaged ? process.resourcesPath : join(mainFolder, '../..');
  const dataFolder = app.getPath('userData');
  const miniature = app.isPackaged ? join(resources, 'miniature') : join(resources, 'native-models/miniature');
  const fonts = app.isPackaged ? join(resources, 'fonts') : join(resources, 'node_modules/@fontsource');
  const fromEnvironment = (name: string, otherwise: string): string => process.env[name] ?? otherwise;
  return {
    interfaceFolder: join(mainFolder, '../renderer'),
    bundleFolder: fromEnvironment('VOKEN_STUDIO_BUNDLE', join(miniature, 'bundle')),
    sampleFolder: join(miniature, 'sample.vokenstory'),
    exampleAdapterFolder: join(miniature, 'example-adapter'),
    fontFile: (folder, file) => join(fonts, folder, 'files', file),
    engineEntry: join(mainFolder, 'engine.js'),
    tunerEntry: join(mainFolder, 'tuner.js'),
    dataFolder,
    cacheFolder: fromEnvironment('VOKEN_STUDIO_CACHE', join(dataFolder, 'engine-cache')),
    tuningFolder: join(dataFolder, 'tuning'),
    adaptersFolder: join(dataFolder, 'adapters'),
    storiesFolder: fromEnvironment('VOKEN_STUDIO_STORIES', join(app.getPath('documents'), 'Voken Studio')),
  };
}
