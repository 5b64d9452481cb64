// The writer's stories: which are known, which are open, where a picture of one lies. The only way from a story id to a folder;
// no path ever comes from outside. Dialogs are the caller's business.
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { SerialQueue } from '../../../common/base/serial-queue';
import { StudioError } from '../../../common/base/studio-error';
import { emptyStory, sha256Schema, type Story } from '../../../common/domain/story';
import type { OpenedStory } from '../../../common/ipc/contract';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import { OpenStory } from './open-story';
import { readStory, writeStoryFolder } from './story-folder';

const indexSchema = z.strictObject({
  last: z.string().nullable(),
  stories: z.array(z.strictObject({ id: z.string(), title: z.string(), folder: z.string(), updatedAt: z.string() })),
});
type Index = z.infer<typeof indexSchema>;
type IndexedStory = Index['stories'][number];

export interface StoryLibraryPorts {
  readonly write: ProvedWriteContext;
  readonly now: () => string;
  /** A fresh id: lower-case letters and digits only, since it becomes the host of a URL. */
  readonly newId: () => string;
  /** Folder for new stories, for example Documents/Voken Studio. */
  readonly storiesFolder: string;
  /** File that lists the known stories. */
  readonly indexPath: string;
  /** The sample story that ships with the app, or null. */
  readonly sampleFolder: string | null;
}

const folderNameFrom = (title: string): string => {
  // Letters of any script stay; what a file system could misread goes.
  const name = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60);
  return `${name === '' ? 'Story' : name}.vokenstory`;
};

export class StoryLibrary {
  readonly #open = new Map<string, OpenStory>();
  readonly #indexQueue = new SerialQueue();
  #index: Index | null = null;
  #indexOnDisk = false; // false also while the list was only rebuilt from the folder

  constructor(private readonly ports: StoryLibraryPorts) {}

  async list(): Promise<Omit<IndexedStory & { folderName: string }, 'folder'>[]> {
    const index = await this.#readIndex();
    return index.stories.map(({ folder, ...entry }) => ({ ...entry, folderName: basename(folder) }));
  }

  /** The story of the last time; at the first start a copy of the sample; otherwise a new empty one. */
  async openLast(): Promise<OpenedStory> {
    const index = await this.#readIndex();
    const last = index.stories.find((entry) => entry.id === index.last);
    if (last !== undefined && (await this.ports.write.files.stat(last.folder)) !== null) return this.open(last.id);
    if (index.stories.length === 0 && this.ports.sampleFolder !== null)
      return this.#createFromSample(this.ports.sampleFolder);
    return this.create('Untitled story');
  }

  /** A new story with one empty panel, by `author`. */
  async create(title: string, author = ''): Promise<OpenedStory> {
    const now = this.ports.now();
    const story = emptyStory({ id: this.ports.newId(), panelId: this.ports.newId(), title, now });
    return this.#adopt({ ...story, author }, null);
  }

  async open(storyId: string): Promise<OpenedStory> {
    const entry = await this.#entry(storyId);
    const open = this.#open.get(storyId) ?? new OpenStory(entry.folder, this.ports.write, this.ports.now);
    await open.idle();
    const opened = await open.load(basename(entry.folder));
    this.#open.set(storyId, open);
    await this.#remember({ ...entry, title: opened.story.title });
    // A folder copied by hand carries the same id; the index decides which folder the id means.
    return { ...opened, story: { ...opened.story, id: storyId } };
  }

  /** Opens a folder that the writer chose in a dialog. */
  async openFolder(folder: string): Promise<OpenedStory> {
    const path = resolve(folder);
    const index = await this.#readIndex();
    const known = index.stories.find((entry) => entry.folder === path);
    if (known !== undefined) return this.open(known.id);
    if ((await this.ports.write.files.stat(join(path, 'story.json'))) === null) {
      throw new StudioError('bad-request', `${basename(path)} is not a story: it has no story.json.`, {
        hint: 'Choose a folder whose name ends in .vokenstory.',
      });
    }
    const probe = new OpenStory(path, this.ports.write, this.ports.now);
    const opened = await probe.load(basename(path));
    const taken = index.stories.some((entry) => entry.id === opened.story.id);
    const id = taken ? this.ports.newId() : opened.story.id;
    this.#open.set(id, probe);
    await this.#remember({ id, title: opened.story.title, folder: path, updatedAt: opened.story.updatedAt });
    return { ...opened, story: { ...opened.story, id } };
  }

  async openLastGoodCopy(storyId: string): Promise<OpenedStory> {
    const entry = await this.#entry(storyId);
    return this.#opened(storyId).restore(basename(entry.folder));
  }

  async save(story: Story): Promise<{ savedAt: string; checked: true }> {
    const saved = await this.#opened(story.id).save(story);
    const entry = await this.#entry(story.id);
    await this.#remember({ ...entry, title: story.title, updatedAt: story.updatedAt });
    return saved;
  }

  journal(story: Story): Promise<void> {
    return this.#opened(story.id).journal(story);
  }

  discardRecovery(storyId: string): Promise<void> {
    return this.#opened(storyId).discardRecovery();
  }

  /** Writes the given state, with its pictures, into a new folder inside `parent`. @returns the folder's name */
  async saveCopy(story: Story, parent: string): Promise<string> {
    const folder = await this.#freeFolder(parent, story.title);
    await this.#copyAssets(story, this.#opened(story.id).folder, folder);
    await writeStoryFolder(this.ports.write, folder, { ...story, id: this.ports.newId() });
    return basename(folder);
  }

  /** The folder that receives a story's pictures. @throws StudioError when the story is not open */
  assetsFolder(storyId: string): string {
    return join(this.#opened(storyId).folder, 'assets');
  }

  /** The same for a story that is known and perhaps not open: work that was asked for before goes on behind the scenes. */
  async assetsFolderOfKnown(storyId: string): Promise<string> {
    return join(this.#open.get(storyId)?.folder ?? (await this.#entry(storyId)).folder, 'assets');
  }

  /** The title of a known story; empty when there is none. */
  async titleOf(storyId: string): Promise<string> {
    return (await this.#readIndex()).stories.find(({ id }) => id === storyId)?.title ?? '';
  }

  /**
   * The path of a picture by story id and content hash, by look-up only.
   * @returns null when the story is not known, the hash is malformed, or no plain file has that name
   */
  async assetPath(storyId: string, sha256: string): Promise<string | null> {
    if (!sha256Schema.safeParse(sha256).success) return null;
    const open =
      this.#open.get(storyId) ?? (await this.#readIndex()).stories.find((candidate) => candidate.id === storyId);
    if (open === undefined) return null;
    for (const ext of ['png', 'jpg', 'webp']) {
      const path = join(open.folder, 'assets', `${sha256}.${ext}`);
      const folder = await this.ports.write.files.stat(join(open.folder, 'assets'));
      if (folder?.kind === 'folder' && (await this.ports.write.files.stat(path))?.kind === 'file') return path;
    }
    return null;
  }

  async idle(): Promise<void> {
    for (const open of this.#open.values()) await open.idle();
  }

  async #createFromSample(sampleFolder: string): Promise<OpenedStory> {
    const sample = await readStory(this.ports.write, sampleFolder);
    const now = this.ports.now();
    return this.#adopt({ ...sample, id: this.ports.newId(), createdAt: now, updatedAt: now }, sampleFolder);
  }

  async #adopt(story: Story, assetsFrom: string | null): Promise<OpenedStory> {
    const folder = await this.#freeFolder(this.ports.storiesFolder, story.title);
    if (assetsFrom !== null) await this.#copyAssets(story, assetsFrom, folder);
    await writeStoryFolder(this.ports.write, folder, story);
    await this.#remember({ id: story.id, title: story.title, folder, updatedAt: story.updatedAt });
    return this.open(story.id);
  }

  async #copyAssets(story: Story, from: string, to: string): Promise<void> {
    const { files } = this.ports.write;
    await files.makeFolder(join(to, 'assets'));
    const pictures = [...story.references, ...story.panels.flatMap((panel) => panel.pictures)];
    for (const name of new Set(pictures.map(({ asset }) => `${asset.sha256}.${asset.ext}`))) {
      const target = join(to, 'assets', name);
      if ((await files.stat(target)) === null)
        await writeProved(this.ports.write, target, await files.readFile(join(from, 'assets', name)));
    }
  }

  async #freeFolder(parent: string, title: string): Promise<string> {
    await this.ports.write.files.makeFolder(parent);
    const name = folderNameFrom(title);
    for (let index = 1; ; index++) {
      const path = join(parent, index === 1 ? name : name.replace(/\.vokenstory$/, ` ${index}.vokenstory`));
      if ((await this.ports.write.files.stat(path)) === null) return path;
    }
  }

  #opened(storyId: string): OpenStory {
    const open = this.#open.get(storyId);
    if (open !== undefined) return open;
    throw new StudioError('bad-request', 'This story is not open.', { hint: 'Open it from the list of stories.' });
  }

  async #entry(storyId: string): Promise<IndexedStory> {
    const entry = (await this.#readIndex()).stories.find((candidate) => candidate.id === storyId);
    if (entry !== undefined) return entry;
    throw new StudioError('bad-request', 'No story with this id is known.', { hint: 'Open its folder instead.' });
  }

  async #readIndex(): Promise<Index> {
    if (this.#index !== null) return this.#index;
    const { files } = this.ports.write;
    const text = await files.readFile(this.ports.indexPath).then(
      (bytes) => new TextDecoder().decode(bytes),
      () => null,
    );
    let parsed: Index | null = null;
    try {
      parsed = text === null ? null : indexSchema.parse(JSON.parse(text));
    } catch {
      parsed = null; // a broken list costs only the list: the stories themselves are folders
    }
    this.#indexOnDisk = parsed !== null;
    const index = parsed ?? (await this.#indexFromFolder());
    this.#index = index;
    return index;
  }

  /** Rebuilds the list from the stories folder, for the first start and for a broken list. */
  async #indexFromFolder(): Promise<Index> {
    const { files } = this.ports.write;
    const names = await files.list(this.ports.storiesFolder).catch(() => []);
    const stories: IndexedStory[] = [];
    for (const name of names.filter((candidate) => candidate.endsWith('.vokenstory')).sort()) {
      const folder = join(this.ports.storiesFolder, name);
      const story = await readStory(this.ports.write, folder).catch(() => null);
      const id = story !== null && !stories.some((entry) => entry.id === story.id) ? story.id : this.ports.newId();
      stories.push({ id, title: story?.title ?? name, folder, updatedAt: story?.updatedAt ?? '' });
    }
    const newest = [...stories].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))[0];
    return { last: newest?.id ?? null, stories };
  }

  /** Puts a story first in the list. The list is written only when a name, a folder or the last story changed. */
  #remember(entry: IndexedStory): Promise<void> {
    return this.#indexQueue.add(async () => {
      const index = await this.#readIndex();
      const before = index.stories.find((candidate) => candidate.id === entry.id);
      const others = index.stories.filter((candidate) => candidate.id !== entry.id);
      const next = { last: entry.id, stories: [entry, ...others] };
      this.#index = next;
      if (
        this.#indexOnDisk &&
        index.last === entry.id &&
        before?.title === entry.title &&
        before.folder === entry.folder
      )
        return;
      await this.ports.write.files.makeFolder(dirname(this.ports.indexPath));
      await writeProved(
        this.ports.write,
        this.ports.indexPath,
        new TextEncoder().encode(`${JSON.stringify(next, null, 2)}\n`),
      );
      this.#indexOnDisk = true;
    });
  }
}
