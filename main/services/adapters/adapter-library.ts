// The writer's adapters on disk: `<folder>/<id>/` with PEFT's files and the studio's card. Taken in only after the engine has read and proved
// the copy, so that what is listed can be used. It reads no tensors itself. Electron-free; engine and stories are ports.
import { basename, dirname, join } from 'node:path';
import { Emitter } from '../../../common/base/emitter';
import { SerialQueue } from '../../../common/base/serial-queue';
import { StudioError, studioErrorFrom } from '../../../common/base/studio-error';
import {
  ADAPTER_CARD_FILE,
  ADAPTER_CARD_VERSION,
  adapterCardSchema,
  adapterIdSchema,
  adapterNameSchema,
  MAX_ADAPTER_NAME,
  type AdapterCard,
  type AdapterReading,
  type AdapterSummary,
  type AdapterUse,
} from '../../../common/domain/adapter';
import type { Story } from '../../../common/domain/story';
import { fileFailure, sameBytes, writeProved, type ProvedWriteContext } from '../files/write-proved';
import { removeTree } from '../tuning/data-sets';
import {
  adapterFileNames,
  adapterFilesInFolder,
  adapterFilesInZip,
  zipOfAdapter,
  type AdapterFiles,
} from './adapter-files';
import { usesOf } from './adapter-uses';

export interface AdapterLibraryPorts {
  readonly write: ProvedWriteContext;
  readonly folder: string;
  /** The example that ships with the app. */
  readonly exampleFolder: string;
  /** Reads and proves a folder against the bundle that is loaded. */
  readonly readAdapter: (dir: string) => Promise<AdapterReading>;
  /** A UUID. */
  readonly newId: () => string;
  /** ISO time. */
  readonly now: () => string;
  /** Of the bundle that is loaded; null while none is. */
  readonly bundleDigest: () => string | null;
  readonly storyIds: () => Promise<readonly string[]>;
  readonly readStory: (storyId: string) => Promise<Story>;
}

const WORKING = /^\.(new|gone)-/;

export class AdapterLibrary {
  readonly events = new Emitter<{ changed: AdapterSummary[] }>();
  readonly #turns = new SerialQueue();

  constructor(private readonly ports: AdapterLibraryPorts) {}

  /** Removes what an interrupted import or deletion has left; called once at the start. */
  async tidy(): Promise<void> {
    for (const name of await this.#names()) {
      if (WORKING.test(name)) await removeTree(this.ports.write, join(this.ports.folder, name));
    }
  }

  /** Newest first. */
  async list(): Promise<AdapterSummary[]> {
    const summaries: AdapterSummary[] = [];
    for (const id of await this.#names())
      if (adapterIdSchema.safeParse(id).success) summaries.push(await this.#summaryOf(id));
    return summaries.sort((a, b) => (a.created < b.created ? 1 : -1));
  }

  /** The folder of an adapter, for the engine. Throws `bad-request` where it is not there. */
  async folderOf(id: string): Promise<string> {
    const folder = join(this.ports.folder, adapterIdSchema.parse(id));
    if ((await this.ports.write.files.stat(folder))?.kind === 'folder') return folder;
    throw new StudioError('bad-request', 'An adapter that this story is drawn with is no longer in the library.', {
      hint: 'Take it out of the story’s style, or import it again.',
      detail: { id },
    });
  }

  /** @param name what it is called from now on; its own unless given. Throws as reading does; the library is then as before. */
  importFolder(folder: string, name?: string): Promise<AdapterSummary> {
    return this.#turns.add(async () =>
      this.#take(await adapterFilesInFolder(this.ports.write.files, folder), name ?? null, basename(folder)),
    );
  }

  /** The example, which is like any other from then on. Throws as reading does. */
  addExample(): Promise<AdapterSummary> {
    return this.importFolder(this.ports.exampleFolder);
  }

  importZip(path: string): Promise<AdapterSummary> {
    return this.#turns.add(async () => {
      const bytes = await this.ports.write.files.readFile(path).catch((cause: unknown) => {
        throw new StudioError('io', `${basename(path)} cannot be read.`, { cause });
      });
      return this.#take(adapterFilesInZip(bytes, basename(path)), null, basename(path).replace(/\.zip$/i, ''));
    });
  }

  /** Writes a zip that another studio can import. Throws `disk-full` or `io`; a file that was there stays then. */
  async exportZip(id: string, path: string): Promise<void> {
    const files = await adapterFilesInFolder(this.ports.write.files, await this.folderOf(id));
    const stem = basename(path).replace(/\.zip$/i, '');
    await writeProved(this.ports.write, path, zipOfAdapter(files, stem));
  }

  rename(id: string, name: string): Promise<AdapterSummary> {
    return this.#turns.add(async () => {
      const folder = await this.folderOf(id);
      await this.#putCard(folder, { ...(await this.#cardIn(folder)), name: adapterNameSchema.parse(name) });
      await this.announce();
      return this.#summaryOf(id);
    });
  }

  /** Stories that name it. Those that cannot be read now are left out. */
  async usedIn(id: string): Promise<AdapterUse[]> {
    const uses: AdapterUse[] = [];
    for (const storyId of await this.ports.storyIds()) {
      const story = await this.ports.readStory(storyId).catch(() => null);
      const use = story === null ? null : usesOf(story, id);
      if (use !== null) uses.push(use);
    }
    return uses;
  }

  remove(id: string): Promise<void> {
    return this.#turns.add(async () => {
      const folder = await this.folderOf(id);
      const gone = join(this.ports.folder, `.gone-${this.ports.write.uniqueName()}`);
      try {
        await this.ports.write.files.rename(folder, gone); // from here on it is not listed, whatever happens
      } catch (thrown) {
        throw await fileFailure(this.ports.write.files, folder, 0, thrown);
      }
      await removeTree(this.ports.write, gone);
      await this.announce();
    });
  }

  /** Tells everyone who listens, after something outside has changed: another bundle is open. */
  async announce(): Promise<void> {
    this.events.emit('changed', await this.list());
  }

  /** Copies, proves the copy, and only then gives it its place. */
  async #take(files: AdapterFiles, name: string | null, fallback: string): Promise<AdapterSummary> {
    const { write, folder, readAdapter } = this.ports;
    const temporary = join(folder, `.new-${write.uniqueName()}`);
    try {
      for (const [path, bytes] of files) {
        const target = join(temporary, path);
        await write.files.makeFolder(dirname(target)).catch(async (thrown: unknown) => {
          throw await fileFailure(write.files, target, bytes.byteLength, thrown);
        });
        await writeProved(write, target, bytes);
      }
      const reading = await readAdapter(temporary);
      const known = reading.card === null ? null : await this.#sameAs(reading.card.id, files);
      if (known !== null && name === null) return known;
      const card = await this.#cardFrom(reading, name ?? reading.card?.name ?? fallback);
      await this.#putCard(temporary, card);
      await write.files.rename(temporary, join(folder, card.id));
      await write.files.syncFolder(folder);
      await this.announce();
      return await this.#summaryOf(card.id);
    } finally {
      await removeTree(write, temporary);
    }
  }

  /** The card under which it is kept: its own with an id that is free here, or a new one for an adapter that was made elsewhere. */
  async #cardFrom({ card, parts, normPerPart }: AdapterReading, name: string): Promise<AdapterCard> {
    const isTaken = card !== null && (await this.ports.write.files.stat(join(this.ports.folder, card.id))) !== null;
    const own: Omit<AdapterCard, 'id' | 'name'> = card ?? {
      version: ADAPTER_CARD_VERSION,
      created: this.ports.now(),
      bundle: null,
      parts,
      training: null,
      proof: { finite: true, normPerPart, changedSinceLast: null, effectOnSamples: null },
    };
    return {
      ...own,
      id: card === null || isTaken ? this.ports.newId() : card.id,
      name: await this.#freeName(name),
    };
  }

  /** The adapter of this id if it is here already with the same numbers. */
  async #sameAs(id: string, files: AdapterFiles): Promise<AdapterSummary | null> {
    const folder = join(this.ports.folder, id);
    if ((await this.ports.write.files.stat(folder)) === null) return null;
    const here = await adapterFilesInFolder(this.ports.write.files, folder);
    const isSame = adapterFileNames.every((name) => {
      if (name === ADAPTER_CARD_FILE) return true;
      const [a, b] = [here.get(name), files.get(name)];
      return a === undefined || b === undefined ? a === b : sameBytes(a, b);
    });
    return isSame ? this.#summaryOf(id) : null;
  }

  /** The name, or with a number behind it where another adapter has it. */
  async #freeName(name: string): Promise<string> {
    const wanted = name.trim().slice(0, MAX_ADAPTER_NAME) || 'Adapter';
    const taken = new Set((await this.list()).map((known) => known.name));
    for (let number = 2, free = wanted; ; number++) {
      if (!taken.has(free)) return free;
      free = `${wanted.slice(0, MAX_ADAPTER_NAME - 5)} ${number}`;
    }
  }

  async #summaryOf(id: string): Promise<AdapterSummary> {
    const folder = join(this.ports.folder, id);
    let bytes = 0;
    for (const name of adapterFileNames) bytes += (await this.ports.write.files.stat(join(folder, name)))?.bytes ?? 0;
    try {
      const { name, created, bundle, parts, training } = await this.#cardIn(folder);
      const digest = this.ports.bundleDigest();
      const isOther = bundle !== null && digest !== null && bundle.digest !== digest;
      return {
        ...{ id, name, created, bundle, parts, training, bytes },
        state: isOther ? 'other-bundle' : 'ready',
        trouble: isOther ? `It was made for the bundle ${bundle.name}.` : '',
      };
    } catch (thrown) {
      return {
        id,
        name: id,
        created: new Date(0).toISOString(),
        bundle: null,
        parts: { vokens: false, mapper: false },
        training: null,
        bytes,
        state: 'damaged',
        trouble: studioErrorFrom(thrown).message,
      };
    }
  }

  async #cardIn(folder: string): Promise<AdapterCard> {
    try {
      const bytes = await this.ports.write.files.readFile(join(folder, ADAPTER_CARD_FILE));
      return adapterCardSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (cause) {
      throw new StudioError('weights-corrupt', `${ADAPTER_CARD_FILE} of this adapter cannot be read.`, {
        hint: 'Delete the adapter and import it again.',
        cause,
      });
    }
  }

  async #putCard(folder: string, card: AdapterCard): Promise<void> {
    const text = `${JSON.stringify(adapterCardSchema.parse(card), null, 2)}\n`;
    await writeProved(this.ports.write, join(folder, ADAPTER_CARD_FILE), new TextEncoder().encode(text));
  }

  #names(): Promise<string[]> {
    return this.ports.write.files.list(this.ports.folder).catch(() => []); // no folder yet: no adapter yet
  }
}
