// Data sets on their way to a tuning: pictures copied into a folder of their own, so that nothing changes under a run; read, compared
// and described by the engine; changed by the writer. Which rules hold is data-set-items.ts. Electron-free; the engine is a port.
import { basename, extname, join } from 'node:path';
import { SerialQueue } from '../../../common/base/serial-queue';
import { StudioError, studioErrorFrom } from '../../../common/base/studio-error';
import type { PictureDescription } from '../../../common/domain/picture-description';
import { chosenPictureOf, type Asset, type Panel, type Story } from '../../../common/domain/story';
import {
  MAX_CAPTION_LENGTH,
  MAX_TUNING_ITEMS,
  offeredPanelsOf,
  type OfferedPanel,
  type TuningDataSet,
} from '../../../common/domain/tuning-data-set';
import { fileErrorCodeOf } from '../files/file-port';
import { fileFailure, type ProvedWriteContext } from '../files/write-proved';
import { dataSetFrom, type ReadItem } from './data-set-items';

export interface DataSetEngine {
  importPicture(input: {
    readonly name: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly assetsDir: string;
  }): Promise<Asset>;
  likeness(imagePath: string, name: string): Promise<string>;
  describe(imagePath: string): Promise<PictureDescription>;
}

export interface DataSetPorts {
  readonly engine: DataSetEngine;
  readonly write: ProvedWriteContext;
  readonly newId: () => string;
  /** Folder of drafts; emptied at the start of the app. */
  readonly folder: string;
  readonly readStory: (storyId: string) => Promise<Story>;
  readonly assetPath: (storyId: string, sha256: string) => Promise<string | null>;
  /** Side of the pictures that the model draws. */
  readonly pictureSizePx: () => number;
  /** Decides which panels are kept back. */
  readonly seed: number;
}

export interface ProposedSources {
  readonly stories: readonly { readonly storyId: string; readonly panelIds: readonly string[] | null }[];
  readonly drawings: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** A data set that is taken over by a run. */
export interface TakenDataSet {
  readonly dataSet: TuningDataSet;
  readonly folder: string;
}

interface Draft {
  readonly id: string;
  readonly folder: string;
  readonly items: ReadItem[];
}

const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.webp', '.avif', '.gif', '.tif', '.tiff']);
const FILE_NAME = 'file'; // keeps names short in messages of the engine

export class DataSets {
  readonly #drafts = new Map<string, Draft>();
  readonly #work = new SerialQueue();

  constructor(private readonly ports: DataSetPorts) {}

  async panels(storyId: string): Promise<OfferedPanel[]> {
    return offeredPanelsOf(await this.ports.readStory(storyId));
  }

  propose(sources: ProposedSources): Promise<TuningDataSet> {
    return this.#work.add(async () => {
      const draft = await this.#newDraft();
      try {
        for (const { storyId, panelIds } of sources.stories) {
          await this.#addStory(draft, await this.ports.readStory(storyId), panelIds);
        }
        for (const { name, bytes } of sources.drawings) await this.#addDrawing(draft, name, bytes, '');
      } catch (thrown) {
        await this.#remove(draft);
        throw thrown;
      }
      return this.#shown(draft);
    });
  }

  /** A folder of drawings; the words of `fox.png` are in `fox.txt`. @throws `bad-request` when it holds no picture, or too many */
  proposeFolder(path: string): Promise<TuningDataSet> {
    return this.#work.add(async () => {
      const { files } = this.ports.write;
      const names = (await files.list(path)).sort();
      const pictures = names.filter((name) => PICTURES.has(extname(name).toLowerCase()) && !name.startsWith('.'));
      if (pictures.length === 0) {
        throw new StudioError('bad-request', `${basename(path)} holds no pictures.`, {
          hint: 'Choose a folder with PNG, JPEG or WebP files, each with its words in a text file of the same name.',
        });
      }
      if (pictures.length > MAX_TUNING_ITEMS) throw tooMany(pictures.length);
      const draft = await this.#newDraft();
      try {
        for (const name of pictures) {
          const words = `${name.slice(0, -extname(name).length)}.txt`;
          const caption = names.includes(words) ? await this.#wordsIn(join(path, words)) : '';
          await this.#addDrawing(draft, name, await files.readFile(join(path, name)), caption);
        }
      } catch (thrown) {
        await this.#remove(draft);
        throw thrown;
      }
      return this.#shown(draft);
    });
  }

  /** The model's words for a picture. Where it has none, nothing changes. */
  async describe(dataSetId: string, itemId: string): Promise<TuningDataSet> {
    const draft = this.#draft(dataSetId);
    const { asset } = this.#item(draft, itemId);
    if (asset === null) return this.#shown(draft);
    const { caption } = await this.ports.engine.describe(this.#pathOf(draft, asset));
    const item = this.#item(draft, itemId); // the writer may have written meanwhile
    if (item.caption.trim() === '' && caption.trim() !== '') {
      this.#replace(draft, { ...item, caption: caption.slice(0, MAX_CAPTION_LENGTH), captionBy: 'model' });
    }
    return this.#shown(draft);
  }

  change(
    dataSetId: string,
    changes: readonly {
      readonly id: string;
      readonly caption?: string | undefined;
      readonly isLeftOut?: boolean | undefined;
    }[],
  ): TuningDataSet {
    const draft = this.#draft(dataSetId);
    for (const { id, caption, isLeftOut } of changes) {
      const item = this.#item(draft, id);
      this.#replace(draft, {
        ...item,
        ...(caption === undefined ? {} : { caption, captionBy: caption.trim() === '' ? 'nobody' : 'writer' }),
        ...(isLeftOut === undefined ? {} : { isLeftOut }),
      });
    }
    return this.#shown(draft);
  }

  read(dataSetId: string): TuningDataSet {
    return this.#shown(this.#draft(dataSetId));
  }

  /** Folder with `assets/` of a draft. */
  folderOf(dataSetId: string): string {
    return this.#draft(dataSetId).folder;
  }

  /** The draft is a draft no more: its folder is the caller's. @throws `bad-request` when there is too little in it */
  take(dataSetId: string): TakenDataSet {
    const draft = this.#draft(dataSetId);
    const dataSet = this.#shown(draft);
    if (dataSet.refusal !== null) throw tooLittle(dataSet.refusal);
    this.#drafts.delete(dataSetId);
    return { dataSet, folder: draft.folder };
  }

  async discard(dataSetId: string): Promise<void> {
    const draft = this.#drafts.get(dataSetId);
    if (draft !== undefined) await this.#remove(draft);
  }

  /** Path of a picture of a draft, by look-up only. */
  assetPath(dataSetId: string, sha256: string): string | null {
    const draft = this.#drafts.get(dataSetId);
    const asset = draft?.items.find((item) => item.asset?.sha256 === sha256)?.asset;
    return draft === undefined || asset == null ? null : this.#pathOf(draft, asset);
  }

  async #newDraft(): Promise<Draft> {
    const id = this.ports.newId();
    const folder = join(this.ports.folder, id);
    const assets = join(folder, 'assets');
    try {
      await this.ports.write.files.makeFolder(assets);
    } catch (thrown) {
      throw await fileFailure(this.ports.write.files, assets, 0, thrown);
    }
    const draft = { id, folder, items: [] };
    this.#drafts.set(id, draft);
    return draft;
  }

  async #addStory(draft: Draft, story: Story, panelIds: readonly string[] | null): Promise<void> {
    const wanted = panelIds === null ? null : new Set(panelIds);
    for (const [index, panel] of story.panels.entries()) {
      if (wanted !== null && !wanted.has(panel.id)) continue;
      if (panel.text.trim() === '' && chosenPictureOf(panel) === null) continue; // an empty panel is nothing to look at
      this.#checkRoom(draft);
      draft.items.push(await this.#panelItem(draft, story, panel, index + 1));
    }
  }

  async #panelItem(draft: Draft, story: Story, panel: Panel, number: number): Promise<ReadItem> {
    const picture = chosenPictureOf(panel);
    const item: ReadItem = {
      id: `i${draft.items.length + 1}`,
      from: {
        kind: 'panel',
        storyId: story.id,
        storyTitle: story.title,
        panelId: panel.id,
        number,
        ...(story.style === undefined ? {} : { style: story.style }),
      },
      asset: null,
      text: panel.text,
      caption: picture?.alt.slice(0, MAX_CAPTION_LENGTH) ?? '',
      captionBy: (picture?.alt ?? '').trim() === '' ? 'nobody' : picture?.altOrigin === 'model' ? 'model' : 'writer',
      reason: '',
      likeness: null,
      isLeftOut: null,
    };
    if (picture === null) return item;
    const from = await this.ports.assetPath(story.id, picture.asset.sha256);
    if (from === null) return { ...item, reason: 'The picture is missing in the folder of the story.' };
    return this.#withPicture(draft, item, picture.asset, async (path) => {
      await this.ports.write.files.copyFile(from, path).catch((thrown: unknown) => {
        if (fileErrorCodeOf(thrown) !== 'EEXIST') throw thrown;
      });
    });
  }

  async #addDrawing(draft: Draft, name: string, bytes: Uint8Array, caption: string): Promise<void> {
    this.#checkRoom(draft);
    const item: ReadItem = {
      id: `i${draft.items.length + 1}`,
      from: { kind: 'drawing', name },
      asset: null,
      text: '',
      caption,
      captionBy: caption === '' ? 'nobody' : 'writer',
      reason: '',
      likeness: null,
      isLeftOut: null,
    };
    const { engine } = this.ports;
    const assetsDir = join(draft.folder, 'assets');
    try {
      const asset = await engine.importPicture({ name, bytes: new Uint8Array(bytes), assetsDir });
      draft.items.push(await this.#withPicture(draft, item, asset, () => Promise.resolve()));
    } catch (thrown) {
      draft.items.push({ ...item, reason: reasonOf(thrown) });
    }
  }

  /** The item with its picture, or with the sentence that says why it cannot be read. */
  async #withPicture(
    draft: Draft,
    item: ReadItem,
    asset: Asset,
    bring: (path: string) => Promise<void>,
  ): Promise<ReadItem> {
    const path = this.#pathOf(draft, asset);
    try {
      await bring(path);
    } catch (thrown) {
      throw await fileFailure(this.ports.write.files, path, 0, thrown);
    }
    try {
      return { ...item, asset, likeness: await this.ports.engine.likeness(path, FILE_NAME) };
    } catch (thrown) {
      return { ...item, reason: reasonOf(thrown) };
    }
  }

  async #wordsIn(path: string): Promise<string> {
    const bytes = await this.ports.write.files.readStart(path, MAX_CAPTION_LENGTH * 4);
    const words = new TextDecoder().decode(bytes).replaceAll('\u0000', '').replace(/\s+/g, ' ').trim();
    return words.slice(0, MAX_CAPTION_LENGTH);
  }

  #pathOf(draft: Draft, { sha256, ext }: Asset): string {
    return join(draft.folder, 'assets', `${sha256}.${ext}`);
  }

  #checkRoom(draft: Draft): void {
    if (draft.items.length >= MAX_TUNING_ITEMS) throw tooMany(draft.items.length + 1);
  }

  #draft(dataSetId: string): Draft {
    const draft = this.#drafts.get(dataSetId);
    if (draft !== undefined) return draft;
    throw new StudioError('bad-request', 'This data set is not open any more.', { hint: 'Choose the pictures again.' });
  }

  #item(draft: Draft, id: string): ReadItem {
    const item = draft.items.find((candidate) => candidate.id === id);
    if (item !== undefined) return item;
    throw new StudioError('bad-request', 'This picture is not in the data set.', {
      hint: 'Choose the pictures again.',
    });
  }

  #replace(draft: Draft, item: ReadItem): void {
    draft.items[draft.items.findIndex(({ id }) => id === item.id)] = item;
  }

  #shown(draft: Draft): TuningDataSet {
    const { pictureSizePx, seed } = this.ports;
    return dataSetFrom(draft.id, draft.items, { pictureSizePx: pictureSizePx(), seed });
  }

  async #remove(draft: Draft): Promise<void> {
    this.#drafts.delete(draft.id);
    await removeTree(this.ports.write, draft.folder);
  }
}

/** Removes a folder of ours with everything in it; links are unlinked, never followed. */
export async function removeTree({ files }: Pick<ProvedWriteContext, 'files'>, folder: string): Promise<void> {
  for (const name of await files.list(folder).catch(() => [])) {
    const path = join(folder, name);
    if ((await files.stat(path))?.kind === 'folder') await removeTree({ files }, path);
    else await files.unlink(path).catch(() => undefined); // what cannot be removed now is removed at the next start
  }
  await files.removeFolder(folder).catch(() => undefined);
}

function reasonOf(thrown: unknown): string {
  const error = studioErrorFrom(thrown);
  if (error.code === 'bad-request') return error.message;
  throw error; // a full disk or a dead engine is no fault of the picture
}

const tooMany = (count: number): StudioError =>
  new StudioError(
    'bad-request',
    `These are ${count} pictures or more; at most ${MAX_TUNING_ITEMS} can be learned from at once.`,
    {
      hint: 'Choose fewer stories or panels.',
    },
  );

export const tooLittle = ({ usable, minimum }: { readonly usable: number; readonly minimum: number }): StudioError =>
  new StudioError('bad-request', `${usable} pictures with words are too few: at least ${minimum} are needed.`, {
    hint: 'Add panels or drawings, and give each a sentence that says what is to be seen.',
  });
