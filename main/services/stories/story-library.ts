// The writer's stories: which are known, which are open, where a picture of one lies. The only way from a story id to a folder;
// no path ever comes from outside. Dialogs are the caller's business.
import { basename, join, resolve } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { emptyStory, sha256Schema, type Story } from '../../../common/domain/story';
import type { StoryEdit } from '../../../common/domain/story-edit';
import type { OpenedStory, OutsideState } from '../../../common/ipc/contract';
import type { ProvedWriteContext } from '../files/write-proved';
import { copyStoryFolder, freeStoryFolder, writeStoryCopy } from './copy-story';
import { OpenStory } from './open-story';
import { folderThatLeadsOut, readStory } from './story-folder';
import { StoryIndex, type IndexedStory } from './story-index';
import type { LockIdentity } from './story-lock';

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
  /** This studio, as its locks name it. Absent: no locks are taken (one-off tools). */
  readonly identity?: LockIdentity;
  /** Hears when another program or studio works in the folder of an open story, and when that is over. */
  readonly onOutside?: (storyId: string, state: OutsideState) => void;
}

export class StoryLibrary {
  readonly #open = new Map<string, OpenStory>();
  readonly #index: StoryIndex;

  constructor(private readonly ports: StoryLibraryPorts) {
    this.#index = new StoryIndex(ports);
  }

  async list(): Promise<Omit<IndexedStory & { folderName: string }, 'folder'>[]> {
    const index = await this.#index.read();
    return index.stories.map(({ folder, ...entry }) => ({ ...entry, folderName: basename(folder) }));
  }

  /** The story of the last time; at the first start a copy of the sample; otherwise a new empty one. */
  async openLast(): Promise<OpenedStory> {
    const index = await this.#index.read();
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

  /** `force`: also when another studio has it open; that one loses its right to save. */
  async open(storyId: string, force = false): Promise<OpenedStory> {
    const entry = await this.#index.entry(storyId);
    const open = this.#open.get(storyId) ?? this.#storyAt(entry.folder, () => storyId);
    const opened = await open.load(basename(entry.folder), force);
    this.#open.set(storyId, open);
    await this.#index.remember({ ...entry, title: opened.story.title });
    return this.#knownAs(storyId, open, opened);
  }

  /** Opens a folder that the writer chose in a dialog. */
  async openFolder(folder: string): Promise<OpenedStory> {
    const path = resolve(folder);
    const index = await this.#index.read();
    const known = index.stories.find((entry) => entry.folder === path);
    if (known !== undefined) return this.open(known.id);
    if ((await this.ports.write.files.stat(join(path, 'story.json'))) === null) {
      throw new StudioError('bad-request', `${basename(path)} is not a story: it has no story.json.`, {
        hint: 'Choose a folder whose name ends in .vokenstory.',
      });
    }
    let id = '';
    const probe = this.#storyAt(path, () => id);
    const opened = await probe.load(basename(path));
    // A folder that was moved keeps its id; one that was copied by hand gets one of its own.
    const owner = index.stories.find((entry) => entry.id === opened.story.id);
    const isFree = owner === undefined || (await this.ports.write.files.stat(owner.folder)) === null;
    id = isFree ? opened.story.id : this.ports.newId();
    this.#open.set(id, probe);
    await this.#index.remember({ id, title: opened.story.title, folder: path, updatedAt: opened.story.updatedAt });
    return this.#knownAs(id, probe, opened);
  }

  async openLastGoodCopy(storyId: string): Promise<OpenedStory> {
    const entry = await this.#index.entry(storyId);
    const open = this.opened(storyId);
    return this.#knownAs(storyId, open, await open.restore(basename(entry.folder)));
  }

  /** The page shows a story again that is open: the next start begins with it. */
  async show(storyId: string): Promise<void> {
    this.opened(storyId);
    await this.#index.remember(await this.#index.entry(storyId));
  }

  async save(story: Story, sequence: number | null = null): Promise<{ savedAt: string; checked: true }> {
    const saved = await this.opened(story.id).save(story, sequence);
    await this.#rememberSaved(story);
    return saved;
  }

  async saveEdit(edit: StoryEdit): Promise<{ savedAt: string; checked: true }> {
    const { story, ...saved } = await this.opened(edit.storyId).saveEdit(edit);
    await this.#rememberSaved(story);
    return saved;
  }

  journal(story: Story, sequence: number | null = null): Promise<void> {
    return this.opened(story.id).journal(story, sequence);
  }

  /** The story that is open under this id. @throws StudioError when none is */
  opened(storyId: string): OpenStory {
    const open = this.#open.get(storyId);
    if (open !== undefined) return open;
    throw new StudioError('bad-request', 'This story is not open.', { hint: 'Open it from the list of stories.' });
  }

  /** Writes the given state, with its pictures, into a new folder inside `parent`; also when its own folder is gone. */
  async saveCopy(story: Story, parent: string): Promise<{ folderName: string; missingPictures: number }> {
    const to = await freeStoryFolder(this.ports.write, parent, story.title);
    const from = this.#open.get(story.id)?.folder ?? null;
    const copy = { ...story, id: this.ports.newId() };
    const missingPictures = await writeStoryCopy(this.ports.write, copy, { from, to });
    return { folderName: basename(to), missingPictures };
  }

  /** Copies a folder file by file, for a story that cannot be opened; null: the last one. */
  async copyFolder(storyId: string | null, parent: string): Promise<{ folderName: string; filesLeftOut: number }> {
    const index = await this.#index.read();
    const entry = index.stories.find(({ id }) => id === (storyId ?? index.last));
    if (entry === undefined) throw new StudioError('bad-request', 'There is no story to copy.');
    const to = await freeStoryFolder(this.ports.write, parent, basename(entry.folder, '.vokenstory'));
    const filesLeftOut = await copyStoryFolder(this.ports.write, entry.folder, to);
    return { folderName: basename(to), filesLeftOut };
  }

  /** The folder that receives a story's pictures. @throws StudioError when the story is not open, or only for reading */
  assetsFolder(storyId: string): string {
    const open = this.opened(storyId);
    if (open.isReadOnly)
      throw new StudioError('io', 'This story is open for reading only, so it takes no pictures.', {
        hint: 'Save a copy, and go on in that.',
      });
    return join(open.folder, 'assets');
  }

  /** The same for a story that is known and perhaps not open: work that was asked for before goes on behind the scenes. */
  async assetsFolderOfKnown(storyId: string): Promise<string> {
    if (this.#open.has(storyId)) return this.assetsFolder(storyId);
    const { folder } = await this.#index.entry(storyId);
    if ((await folderThatLeadsOut(this.ports.write, folder)) !== null)
      throw new StudioError('io', 'The folder of this story is a link that leads elsewhere, so it takes no pictures.');
    return join(folder, 'assets');
  }

  /** A known story as it was last saved, open or not. */
  async read(storyId: string): Promise<Story> {
    const { folder } = await this.#index.entry(storyId);
    return { ...(await readStory(this.ports.write, folder)), id: storyId };
  }

  /** The title of a known story; empty when there is none. */
  async titleOf(storyId: string): Promise<string> {
    return (await this.#index.read()).stories.find(({ id }) => id === storyId)?.title ?? '';
  }

  /**
   * The path of a picture by story id and content hash, by look-up only.
   * @returns null when the story is not known, the hash is malformed, or no plain file has that name
   */
  async assetPath(storyId: string, sha256: string): Promise<string | null> {
    if (!sha256Schema.safeParse(sha256).success) return null;
    const { files } = this.ports.write;
    const known = (await this.#index.read()).stories.find((candidate) => candidate.id === storyId);
    const open = this.#open.get(storyId) ?? known;
    if (open === undefined || (await files.stat(join(open.folder, 'assets')))?.kind !== 'folder') return null;
    for (const ext of ['png', 'jpg', 'webp']) {
      const path = join(open.folder, 'assets', `${sha256}.${ext}`);
      if ((await files.stat(path))?.kind === 'file') return path;
    }
    return null;
  }

  /** To be called every few seconds: looks after every open story's folder. */
  async look(): Promise<void> {
    await Promise.all([...this.#open.values()].map((open) => open.look()));
  }

  async idle(): Promise<void> {
    for (const open of this.#open.values()) await open.idle();
  }

  /** Lets every folder go, before the app ends. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((open) => open.close()));
  }

  async #rememberSaved(story: Story): Promise<void> {
    const entry = await this.#index.entry(story.id);
    await this.#index.remember({ ...entry, title: story.title, updatedAt: story.updatedAt });
  }

  async #createFromSample(sampleFolder: string): Promise<OpenedStory> {
    const sample = await readStory(this.ports.write, sampleFolder);
    const now = this.ports.now();
    return this.#adopt({ ...sample, id: this.ports.newId(), createdAt: now, updatedAt: now }, sampleFolder);
  }

  async #adopt(story: Story, assetsFrom: string | null): Promise<OpenedStory> {
    const folder = await freeStoryFolder(this.ports.write, this.ports.storiesFolder, story.title);
    await writeStoryCopy(this.ports.write, story, { from: assetsFrom, to: folder });
    await this.#index.remember({ id: story.id, title: story.title, folder, updatedAt: story.updatedAt });
    return this.open(story.id);
  }

  #storyAt(folder: string, storyId: () => string): OpenStory {
    const { write, now, identity, onOutside } = this.ports;
    return new OpenStory(folder, { write, now, identity, onOutside: (state) => onOutside?.(storyId(), state) });
  }

  /** A folder copied by hand carries another story's id; the index decides which folder an id means. */
  #knownAs(storyId: string, open: OpenStory, opened: OpenedStory): OpenedStory {
    open.adoptId(storyId);
    const recovered = opened.recovered && { ...opened.recovered, story: { ...opened.recovered.story, id: storyId } };
    return { ...opened, story: { ...opened.story, id: storyId }, recovered };
  }
}
