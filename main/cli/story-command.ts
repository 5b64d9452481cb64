// `studio story`: a whole illustrated story without a window: the prompt becomes the first panel, the rest is written and drawn panel by
// panel, and the result is saved as a story folder, as one self-contained HTML page and as a PDF.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Rng } from '../../common/base/rng';
import { StudioError } from '../../common/base/studio-error';
import type { GenerationNotice, GenerationResult } from '../../common/domain/job';
import { emptyPanel, emptyStory, type Panel, type PictureVariant, type Story } from '../../common/domain/story';
import { importPicture } from '../pipeline/image/encode-picture';
import { openPipeline, type Pipeline } from '../pipeline/pipeline';
import type { AdapterChoice } from '../runtime/adapters/adapter-mix';
import { endsWithSentence } from '../pipeline/story-text';
import { defaultBookDesign, type TrimSize } from '../../common/domain/book-design';
import { bookTypeOf, type FontBytes } from '../services/exports/book-type';
import { flipBookFrom } from '../services/exports/flip-book/flip-book';
import { PdfExport } from '../services/exports/pdf-export';
import type { PdfPrinter } from '../services/exports/pdf-printer';
import { nodeFiles } from '../services/files/file-port';
import { writeProved, type ProvedWriteContext } from '../services/files/write-proved';
import { assetPathOf, assetsFolderOf, writeStoryFolder } from '../services/stories/story-folder';
import type { Output } from './output';

export interface StoryOptions {
  readonly prompt: string;
  readonly image: readonly string[];
  readonly panels: number;
  readonly seed: number;
  readonly title: string | undefined;
  /** A drawing style of the bundle; undefined: its first. */
  readonly style?: string | undefined;
  /** Of the bundle; those of strength 0 are only checked. */
  readonly adapters: readonly AdapterChoice[];
  readonly device: string;
  readonly trim: TrimSize;
  readonly out: string;
}

export interface StoryPorts {
  readonly bundleDir: string;
  readonly cacheDir: string;
  /** Undefined where no browser is installed: the story is made, its PDF is not. */
  readonly printer: PdfPrinter | undefined;
  readonly fontBytes: FontBytes;
  readonly clock: { now(): number };
  readonly peakRssBytes: () => number;
  readonly output: Output;
  readonly signal: AbortSignal;
}

const APP_NAME = 'Voken Studio';
const writeContext: ProvedWriteContext = {
  files: nodeFiles,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  uniqueName: () => randomUUID(),
};

/** Runs the command. Throws StudioError; what was finished before stays on disk. */
export async function runStory(options: StoryOptions, ports: StoryPorts): Promise<void> {
  const { out, seed, panels: panelCount } = options;
  const { output, clock } = ports;
  const folder = join(out, 'story.vokenstory');
  await makeFolder(assetsFolderOf(folder));
  const references: PictureVariant[] = [];
  for (const [index, path] of options.image.entries()) references.push(await referenceFrom(path, folder, index));

  output.progress('Opening the bundle');
  const { bundleDir, cacheDir, signal } = ports;
  const pipeline = await openPipeline({ bundleDir, cacheDir, device: options.device, clock, signal });
  let story: Story = {
    ...emptyStory({
      id: 'story',
      panelId: 'panel-1',
      title: options.title ?? titleFrom(options.prompt),
      now: new Date(clock.now()).toISOString(),
    }),
    ...(options.style === undefined ? {} : { style: options.style }),
    panels: [],
    references,
  };
  const results: GenerationResult[] = [];
  try {
    for (const { dir } of options.adapters) await pipeline.adapters.read(dir); // a bad one is said before the first panel
    const rng = new Rng(seed);
    for (let index = 0; index < panelCount; index++) {
      const result = await generatePanel(
        pipeline,
        { story, folder, index, options, seed: rng.fork(`panel ${index}`).uint32() },
        ports,
      );
      for (const notice of result.notices)
        if (index === 0 || notice.kind !== 'unknown-words') output.note(noticeLine(notice));
      results.push(result);
      const isOwnText = result.text === options.prompt;
      story = { ...story, panels: [...story.panels, panelFrom(result, index, isOwnText)] };
      await writeStoryFolder(writeContext, folder, story);
      if (!output.isJson) output.note(`${index + 1}. ${result.text}`);
    }
  } finally {
    await pipeline.close();
  }

  output.progress('Writing the book');
  const html = join(out, 'story.html');
  const pictures = await picturesOf(story, folder);
  const flipBook = await flipBookFrom(story, {
    type: await bookTypeOf(story, ports.fontBytes),
    appName: APP_NAME,
    picture: ({ asset }) => Promise.resolve(pictures.get(asset.sha256) ?? new Uint8Array()),
  });
  await writeProved(writeContext, html, flipBook);
  if (ports.printer === undefined) {
    throw new StudioError(
      'io',
      `No Chrome, Edge or Chromium is installed, so story.pdf was not written; the story and story.html are in ${out}.`,
      {
        hint: 'Install one, or name it in VOKEN_BROWSER.',
      },
    );
  }
  const pdf = join(out, 'story.pdf');
  const exporter = new PdfExport({
    printer: ports.printer,
    write: writeContext,
    fontBytes: ports.fontBytes,
    appName: APP_NAME,
  });
  await exporter.toFile(story, { ...defaultBookDesign(), trimSize: options.trim }, pdf, (sha256) =>
    Promise.resolve(pictures.get(sha256) ?? null),
  );

  const value = {
    bundle: pipeline.summary.name,
    device: pipeline.device,
    adapters: results[0]?.generation.adapters ?? [],
    seed,
    panels: results.map(({ text, asset, ms }, index) => ({
      index,
      text,
      image: asset === null ? null : assetPathOf(folder, asset),
      ms,
    })),
    files: { story: folder, html, pdf },
    peakRss: ports.peakRssBytes(),
  };
  output.result(value, [`Story: ${folder}`, `Page:  ${html}`, `PDF:   ${pdf}`]);
}

interface PanelRequest {
  readonly story: Story;
  readonly folder: string;
  readonly index: number;
  readonly options: StoryOptions;
  readonly seed: number;
}

function generatePanel(
  pipeline: Pipeline,
  request: PanelRequest,
  { output, signal }: StoryPorts,
): Promise<GenerationResult> {
  const { story, folder, index, options, seed } = request;
  const text = index === 0 ? options.prompt : '';
  // A prompt that is whole is the first panel as it stands; one that breaks off is continued.
  const mode = text.trim() !== '' && endsWithSentence(text) ? 'picture' : 'both';
  return pipeline.generate(
    {
      mode,
      context: story.panels.map((panel) => ({ text: panel.text, imagePath: picturePathOf(panel, folder) })),
      referencePaths: story.references.map(({ asset }) => assetPathOf(folder, asset)),
      text,
      imagePath: null,
      adapters: [...options.adapters],
      options: { seed, style: story.style },
      assetsDir: assetsFolderOf(folder),
    },
    {
      signal,
      onProgress: ({ stage, step, steps }) => {
        output.progress(`Panel ${index + 1} of ${options.panels}: ${stage} ${step}/${steps}`);
      },
    },
  );
}

function panelFrom({ text, asset, generation }: GenerationResult, index: number, isOwnText: boolean): Panel {
  const pictureId = `picture-${index + 1}`;
  return {
    ...emptyPanel(`panel-${index + 1}`),
    text,
    origin: isOwnText ? 'human' : 'model',
    generation: isOwnText ? null : generation,
    pictures:
      asset === null
        ? []
        : [{ id: pictureId, asset, origin: 'model', alt: '', altOrigin: 'human', favourite: false, generation }],
    chosenPictureId: asset === null ? null : pictureId,
  };
}

async function referenceFrom(path: string, folder: string, index: number): Promise<PictureVariant> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new StudioError('bad-request', `The picture ${path} cannot be read.`, {
      hint: 'Check the path given to --image.',
      cause,
    });
  }
  const asset = await importPicture(assetsFolderOf(folder), bytes, basename(path));
  return {
    id: `reference-${index + 1}`,
    asset,
    origin: 'imported',
    alt: '',
    altOrigin: 'human',
    favourite: false,
    generation: null,
  };
}

const picturePathOf = (panel: Panel, folder: string): string | null => {
  const picture = panel.pictures.find(({ id }) => id === panel.chosenPictureId);
  return picture === undefined ? null : assetPathOf(folder, picture.asset);
};

async function picturesOf(story: Story, folder: string): Promise<Map<string, Uint8Array>> {
  const pictures = new Map<string, Uint8Array>();
  for (const { asset } of story.panels.flatMap((panel) => panel.pictures)) {
    pictures.set(asset.sha256, await readFile(assetPathOf(folder, asset)));
  }
  return pictures;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new StudioError('io', `The folder ${path} cannot be made.`, {
      hint: 'Check --out and its permissions.',
      cause,
    });
  }
}

/** The first sentence of the prompt, short enough for a title page. */
function titleFrom(prompt: string): string {
  const sentence = (/^.*?[.!?…](?=\s|$)/su.exec(prompt.trim())?.[0] ?? prompt.trim())
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[.…]+$/u, '');
  if (sentence === '') return 'A story';
  return sentence.length <= 70 ? sentence : `${sentence.slice(0, 70).replace(/\s+\S*$/u, '')} …`;
}

function noticeLine(notice: GenerationNotice): string {
  switch (notice.kind) {
    case 'unknown-words':
      return `This small model knows one picture-book world and cannot draw: ${notice.words.join(', ')}. It draws what it knows instead.`;
    case 'context-cut':
      return `The story is longer than the model can read at once: ${notice.panelsCut > 0 ? `its first ${notice.panelsCut} panels` : 'its beginning'} (about ${notice.tokensCut} tokens) had to be left out.`;
    case 'empty-prompt':
      return 'The prompt is empty: the model begins a story of its own.';
    case 'story-complete':
      return 'The story had come to its end before this panel: the model begins something new.';
  }
}
