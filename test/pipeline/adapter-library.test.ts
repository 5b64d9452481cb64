// The library of adapters over a real disk and the real proof: what comes in is proved and kept whole or not at all, goes out and comes back
// the same, is renamed, found in the stories that name it, and deleted; a failing disk at any point leaves the library as it was.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AdapterSummary } from '../../common/domain/adapter';
import { emptyStory, type Story } from '../../common/domain/story';
import { adapterFitOf, type AdapterFit } from '../../main/runtime/adapters/adapter-fit';
import { readAdapter } from '../../main/runtime/adapters/read-adapter';
import { readBundle } from '../../main/runtime/bundle';
import { AdapterLibrary } from '../../main/services/adapters/adapter-library';
import { nodeFiles, type FilePort } from '../../main/services/files/file-port';
import { failingFiles, fileError, temporaryFolder, writeContext } from '../support/failing-files';
import { writeTinyAdapter, type TinyAdapterOptions } from '../support/tiny-adapter';
import { writeTinyBundle } from '../support/tiny-bundle';

let folder: { path: string; remove: () => void };
let fit: AdapterFit;
let shelf = 0;
const inFolder = (...names: string[]): string => join(folder.path, ...names);

beforeAll(async () => {
  folder = temporaryFolder();
  await writeTinyBundle(inFolder('bundle'));
  fit = await adapterFitOf(await readBundle(inFolder('bundle')));
});
afterAll(() => {
  folder.remove();
});
beforeEach(() => {
  shelf += 1;
});

const made = async (name: string, options: TinyAdapterOptions = {}): Promise<string> => {
  await writeTinyAdapter(inFolder(name), inFolder('bundle'), options);
  return inFolder(name);
};

function open(change: { files?: FilePort; stories?: readonly Story[]; digest?: string | null } = {}) {
  const { files = nodeFiles, stories = [], digest = fit.bundle.digest } = change;
  let ids = 0;
  const library = new AdapterLibrary({
    write: writeContext(files),
    folder: inFolder(`shelf-${shelf}`),
    exampleFolder: inFolder('example'),
    readAdapter: async (dir) => {
      const { card, name, digest: hash, parts, normPerPart } = await readAdapter(dir, fit);
      return { card, name, digest: hash, parts, normPerPart };
    },
    newId: () => `0190b0c0-0000-4000-8000-1${String(++ids).padStart(11, '0')}`,
    now: () => '2026-11-23T13:00:00.000Z',
    bundleDigest: () => digest,
    storyIds: () => Promise.resolve(stories.map(({ id }) => id)),
    readStory: (id) => Promise.resolve(stories.find((story) => story.id === id)!),
  });
  const told: AdapterSummary[][] = [];
  library.events.on('changed', (list) => told.push(list));
  return { library, told };
}
const entries = async (): Promise<string[]> => (await readdir(inFolder(`shelf-${shelf}`)).catch(() => [])).sort();

describe('taking an adapter in', () => {
  it('keeps a proved copy and tells of it', async () => {
    const { library, told } = open();
    const source = await made('whole', { look: ['to_q'], vokens: true, mapper: true });
    const taken = await library.importFolder(source);
    expect(taken).toMatchObject({ name: 'Nell the heron', state: 'ready', trouble: '' });
    expect(taken.parts).toMatchObject({ vokens: true, mapper: true });
    expect(taken.bytes).toBeGreaterThan(1000);
    expect(await library.list()).toEqual([taken]);
    expect(told.at(-1)).toEqual([taken]);
    expect((await readAdapter(await library.folderOf(taken.id), fit)).digest).toBe(
      (await readAdapter(source, fit)).digest,
    );
    expect(await entries()).toEqual([taken.id]);
  });

  it('gives one of PEFT a card with its proof', async () => {
    const { library } = open();
    const source = await made('from-peft', { card: null });
    await writeFile(join(source, 'README.md'), 'left where it is');
    const taken = await library.importFolder(source);
    expect(taken).toMatchObject({ name: 'from-peft', bundle: null, training: null });
    const kept = await library.folderOf(taken.id);
    const { card } = await readAdapter(kept, fit);
    expect(card?.proof.normPerPart.voice).toBeGreaterThan(0);
    expect(await readdir(kept)).not.toContain('README.md');
  });

  it('takes the same once, another of the same id beside it, and no name twice', async () => {
    const { library } = open();
    const source = await made('once');
    const first = await library.importFolder(source);
    expect(await library.importFolder(source)).toEqual(first);
    const other = await library.importFolder(await made('other', { seed: 9 }));
    expect(other.id).not.toBe(first.id);
    expect(other.name).toBe('Nell the heron 2');
    const chosen = await library.importFolder(source, 'My hero');
    expect(chosen.name).toBe('My hero');
    expect(await library.list()).toHaveLength(3);
  });

  it('refuses a bad one in its own words and leaves nothing behind', async () => {
    const { library, told } = open();
    const foreign = await made('foreign', { card: { bundle: { name: 'forest-7b', digest: 'f'.repeat(64) } } });
    await expect(library.importFolder(foreign)).rejects.toThrow('was made for the bundle forest-7b');
    await expect(library.importFolder(await made('silent', { size: 0 }))).rejects.toThrow('zero everywhere');
    await mkdir(inFolder('empty'), { recursive: true });
    await expect(library.importFolder(inFolder('empty'))).rejects.toThrow('There is no adapter in empty');
    expect([await entries(), told]).toEqual([[], []]);
  });

  it('survives a disk that fails or is full at any point: whole or not there', async () => {
    const source = await made('fragile');
    for (let at = 0, done = false; !done; at++) {
      shelf += 1;
      const { files, count } = failingFiles((operation, index) =>
        index === at && operation !== 'stat' && operation !== 'list'
          ? fileError(at % 2 === 0 ? 'ENOSPC' : 'EIO')
          : null,
      );
      const isTaken = await open({ files })
        .library.importFolder(source)
        .then(
          () => true,
          () => false,
        );
      done = count() <= at;
      const { library } = open();
      await library.tidy();
      const list = await library.list();
      if (isTaken || done) expect(list).toHaveLength(1);
      for (const { id } of list) await readAdapter(await library.folderOf(id), fit); // whole, or this throws
      expect(await entries()).toEqual(list.map(({ id }) => id));
    }
  });
});

describe('a zip', () => {
  it('goes out and comes back the same', async () => {
    const one = open();
    const taken = await one.library.importFolder(await made('travels', { look: ['to_v'], mapper: true }));
    const zip = inFolder('travels.zip');
    await one.library.exportZip(taken.id, zip);
    shelf += 1;
    const other = open();
    const arrived = await other.library.importZip(zip);
    expect(arrived).toEqual(taken);
    const digests = [await other.library.folderOf(arrived.id), inFolder('travels')].map(
      async (dir) => (await readAdapter(dir, fit)).digest,
    );
    expect(await digests[0]).toBe(await digests[1]);
  });

  it('that is none, holds nothing or two, or wants to write elsewhere is refused', async () => {
    const { library } = open();
    const source = await made('zipped');
    const [config, tensors] = [
      await readFile(join(source, 'adapter_config.json')),
      await readFile(join(source, 'adapter_model.safetensors')),
    ];
    const put = async (name: string, content: Record<string, Uint8Array>): Promise<string> => {
      await writeFile(inFolder(name), zipSync(content));
      return inFolder(name);
    };
    await writeFile(inFolder('broken.zip'), 'PK not a zip');
    await expect(library.importZip(inFolder('broken.zip'))).rejects.toThrow('broken.zip is no zip that can be read');
    await expect(library.importZip(await put('none.zip', { 'a.txt': config }))).rejects.toThrow(
      'There is no adapter in none.zip',
    );
    const two = { 'a/adapter_config.json': config, 'b/adapter_config.json': config };
    await expect(library.importZip(await put('two.zip', two))).rejects.toThrow('more than one adapter');
    const sly = {
      'adapter_config.json': config,
      'adapter_model.safetensors': tensors,
      '../../escaped.txt': config,
      'x/../../adapter.json': config,
    };
    const taken = await library.importZip(await put('sly.zip', sly));
    expect(taken.name).toBe('sly');
    expect(await readdir(folder.path)).not.toContain('escaped.txt');
    expect((await readdir(await library.folderOf(taken.id))).sort()).toEqual([
      'adapter.json',
      'adapter_config.json',
      'adapter_model.safetensors',
    ]);
  });
});

describe('an adapter of the library', () => {
  it('is renamed, and keeps its id and its numbers', async () => {
    const { library, told } = open();
    const { id } = await library.importFolder(await made('to-rename'));
    const { digest } = await readAdapter(await library.folderOf(id), fit);
    expect(await library.rename(id, '  Nell  ')).toMatchObject({ id, name: 'Nell' });
    expect(told.at(-1)![0]!.name).toBe('Nell');
    expect((await readAdapter(await library.folderOf(id), fit)).digest).toBe(digest);
    await expect(library.rename(id, '   ')).rejects.toThrow();
  });

  it('is found in the stories that are told with it or have panels made with it', async () => {
    const id = '0190b0c0-0000-4000-8000-000000000001';
    const used = { id, name: 'Nell', digest: 'a'.repeat(64), strength: 1 };
    const base = emptyStory({ id: 'one', panelId: 'p', title: 'Lantern', now: '2026-11-23' });
    const generation = {
      bundle: 'tiny',
      bundleDigest: '',
      seed: 1,
      sampler: 'ddim',
      steps: 1,
      guidanceScale: 1,
      temperature: 1,
      adapters: [used],
      device: 'cpu',
      createdAt: '2026-11-23',
    };
    const stories: Story[] = [
      base,
      { ...base, id: 'two', adapters: [{ id, strength: 0.5 }] },
      { ...base, id: 'three', panels: [{ ...base.panels[0]!, generation }] },
      {
        ...base,
        id: 'four',
        panels: [
          {
            ...base.panels[0]!,
            textVariants: [{ id: 'v', text: '', origin: 'model', favourite: false, generation }],
          },
        ],
      },
    ];
    const { library } = open({ stories });
    expect(await library.usedIn(id)).toEqual([
      { storyId: 'two', title: 'Lantern', isChosen: true, panels: 0 },
      { storyId: 'three', title: 'Lantern', isChosen: false, panels: 1 },
      { storyId: 'four', title: 'Lantern', isChosen: false, panels: 1 },
    ]);
  });

  it('is deleted, and a story that still asks for it is told so', async () => {
    const { library, told } = open();
    const { id } = await library.importFolder(await made('to-delete'));
    await library.remove(id);
    expect([await library.list(), await entries(), told.at(-1)]).toEqual([[], [], []]);
    await expect(library.folderOf(id)).rejects.toThrow('no longer in the library');
    await expect(library.folderOf('../bundle')).rejects.toThrow();
  });

  it('of another bundle and one with a broken card are listed as what they are', async () => {
    const { library } = open();
    const { id } = await library.importFolder(await made('listed'));
    const other = open({ digest: 'e'.repeat(64) });
    expect(await other.library.list()).toMatchObject([
      { id, state: 'other-bundle', trouble: 'It was made for the bundle tiny.' },
    ]);
    await writeFile(join(await library.folderOf(id), 'adapter.json'), '{');
    expect(await library.list()).toMatchObject([
      { id, state: 'damaged', trouble: expect.stringContaining('cannot be read') as string },
    ]);
    await library.remove(id);
    expect(await library.list()).toEqual([]);
  });
});
