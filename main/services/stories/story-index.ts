// The list of known stories: which id means which folder, and which story was last. A cache of what the folders say: when it is broken
// it is rebuilt from the stories folder. Reads stories only for that.
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SerialQueue } from '../../../common/base/serial-queue';
import { StudioError } from '../../../common/base/studio-error';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import { readStory } from './story-folder';

const indexSchema = z.strictObject({
  last: z.string().nullable(),
  stories: z.array(z.strictObject({ id: z.string(), title: z.string(), folder: z.string(), updatedAt: z.string() })),
});
export type Index = z.infer<typeof indexSchema>;
export type IndexedStory = Index['stories'][number];

export interface StoryIndexPorts {
  readonly write: ProvedWriteContext;
  readonly newId: () => string;
  readonly storiesFolder: string;
  readonly indexPath: string;
}

export class StoryIndex {
  readonly #queue = new SerialQueue();
  #index: Index | null = null;
  #onDisk = false; // false also while the list was only rebuilt from the folder

  constructor(private readonly ports: StoryIndexPorts) {}

  async read(): Promise<Index> {
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
    this.#onDisk = parsed !== null;
    const index = parsed ?? (await this.#fromFolder());
    this.#index = index;
    return index;
  }

  async entry(storyId: string): Promise<IndexedStory> {
    const entry = (await this.read()).stories.find((candidate) => candidate.id === storyId);
    if (entry !== undefined) return entry;
    throw new StudioError('bad-request', 'No story with this id is known.', { hint: 'Open its folder instead.' });
  }

  /** Puts a story first in the list. The list is written only when a name, a folder or the last story changed. */
  remember(entry: IndexedStory): Promise<void> {
    return this.#queue.add(async () => {
      const index = await this.read();
      const before = index.stories.find((candidate) => candidate.id === entry.id);
      const others = index.stories.filter((candidate) => candidate.id !== entry.id);
      const next = { last: entry.id, stories: [entry, ...others] };
      this.#index = next;
      if (this.#onDisk && index.last === entry.id && before?.title === entry.title && before.folder === entry.folder)
        return;
      await this.ports.write.files.makeFolder(dirname(this.ports.indexPath));
      await writeProved(
        this.ports.write,
        this.ports.indexPath,
        new TextEncoder().encode(`${JSON.stringify(next, null, 2)}\n`),
      );
      this.#onDisk = true;
    });
  }

  /** Rebuilds the list from the stories folder, for the first start and for a broken list. */
  async #fromFolder(): Promise<Index> {
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
}
