// The stories of the studio in memory: opening, saving whole states and edits, recovery, snapshots, and changes from outside that a
// test or the preview plays. It keeps what a page may ask for and nothing on a disk.
import { StudioError } from '../../../common/base/studio-error';
import type { Snapshot } from '../../../common/domain/snapshot';
import { emptyStory, type Asset, type Story } from '../../../common/domain/story';
import { changedStory, type StoryEdit } from '../../../common/domain/story-edit';
import type { OpenedStory, OutsideState, StudioContract } from '../../../common/ipc/contract';
import type { ClientOf } from '../../../common/ipc/shape';

type FakeClient = ClientOf<StudioContract>;

export interface FakeStoriesOptions {
  readonly story: Story;
  readonly opened?: Partial<Pick<OpenedStory, 'readOnly' | 'recovered' | 'missingPictures'>> | undefined;
  readonly saveFailure?: { readonly code: string; readonly message: string; readonly hint?: string } | undefined;
  /** States put by before the test begins, oldest first; `story: null` is a file that cannot be read. */
  readonly snapshots?: readonly { readonly snapshot: Snapshot; readonly story: Story | null }[] | undefined;
  readonly snapshotFailure?: { readonly code: string; readonly message: string } | undefined;
  readonly addPicture: (bytes: Uint8Array) => Promise<Asset>;
}

export interface FakeStories {
  readonly story: FakeClient['story'];
  readonly snapshot: FakeClient['snapshot'];
  readonly titleOf: (storyId: string) => string;
  readonly saved: Story[];
  readonly journaled: Story[];
  /** Plays another program or studio. */
  readonly changeOutside: (state: OutsideState, story: Story | null) => void;
}

export function createFakeStories(options: FakeStoriesOptions): FakeStories {
  const stories = new Map([[options.story.id, options.story]]);
  const known = new Map<string, { readonly story: Story; readonly sequence: number }>();
  const shelf = [...(options.snapshots ?? [])];
  const saved: Story[] = [];
  const journaled: Story[] = [];
  const outsideListeners = new Set<(payload: { storyId: string; state: OutsideState }) => void>();
  let outsideStory: Story | null = null;

  const done = (): Promise<void> => Promise.resolve();
  const open = (story: Story): OpenedStory => {
    known.set(story.id, { story, sequence: 0 });
    return {
      story,
      folderName: `${story.title}.vokenstory`,
      readOnly: null,
      recovered: null,
      missingPictures: 0,
      ...options.opened,
    };
  };
  const edited = (edit: StoryEdit): Story => {
    const before = known.get(edit.storyId);
    const story = before?.sequence === edit.from ? changedStory(before.story, edit) : null;
    if (story === null)
      throw new StudioError('bad-request', 'This change does not continue the state that is known here.');
    known.set(edit.storyId, { story, sequence: edit.to });
    return story;
  };
  const save = (story: Story): ReturnType<FakeClient['story']['save']> => {
    // The preload rejects with a plain record, as this does: an Error would lose its code on the way.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    if (options.saveFailure !== undefined) return Promise.reject(options.saveFailure);
    saved.push(story);
    stories.set(story.id, story);
    return Promise.resolve({ savedAt: new Date().toISOString(), checked: true });
  };
  const journal = (story: Story): Promise<void> => {
    journaled.push(story);
    return done();
  };
  const find = (snapshotId: string) => {
    const index = shelf.findIndex(({ snapshot }) => snapshot.id === snapshotId);
    const entry = shelf[index];
    if (entry === undefined) throw new StudioError('bad-request', 'This snapshot is not there any more.');
    return { entry, index };
  };

  return {
    titleOf: (storyId) => stories.get(storyId)?.title ?? '',
    saved,
    journaled,
    changeOutside: (state, story) => {
      outsideStory = story;
      for (const listener of outsideListeners) listener({ storyId: options.story.id, state });
    },
    story: {
      openLast: () => Promise.resolve(open(options.story)),
      list: () =>
        Promise.resolve(
          [...stories.values()].map(({ id, title, updatedAt }) => ({
            id,
            title,
            updatedAt,
            folderName: `${title}.vokenstory`,
          })),
        ),
      create: ({ title }) => {
        const id = `story-${stories.size + 1}`;
        const story = emptyStory({ id, panelId: `${id}-p1`, title, now: new Date().toISOString() });
        stories.set(id, story);
        return Promise.resolve({ ...open(story), readOnly: null, recovered: null });
      },
      open: ({ storyId }) => Promise.resolve(open(stories.get(storyId) ?? options.story)),
      openFolder: () => Promise.resolve(null),
      openLastGoodCopy: ({ storyId }) =>
        Promise.resolve({ ...open(stories.get(storyId) ?? options.story), readOnly: null }),
      openAnyway: ({ storyId }) => Promise.resolve({ ...open(stories.get(storyId) ?? options.story), readOnly: null }),
      show: done,
      save: ({ story, sequence }) => {
        known.set(story.id, { story, sequence: sequence ?? 0 });
        return save(story);
      },
      saveEdit: async (edit) => save(edited(edit)),
      journal: ({ story, sequence }) => {
        known.set(story.id, { story, sequence: sequence ?? 0 });
        return journal(story);
      },
      journalEdit: async (edit) => journal(edited(edit)),
      discardRecovery: done,
      recoveryRestored: done,
      outside: (listener) => {
        outsideListeners.add(listener);
        return () => outsideListeners.delete(listener);
      },
      readOutside: () =>
        Promise.resolve({ story: outsideStory, reason: outsideStory === null ? 'story.json is missing.' : '' }),
      settleOutside: done,
      saveCopy: () => Promise.resolve({ folderName: 'A copy.vokenstory', missingPictures: 0 }),
      copyFolder: () => Promise.resolve({ folderName: 'A copy.vokenstory', filesLeftOut: 0 }),
      importPicture: async ({ name, bytes }) => {
        const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
        if (isPng) return options.addPicture(bytes);
        throw new StudioError('bad-request', `“${name}” is not a picture that the studio can read.`, {
          hint: 'Use a PNG, JPEG or WebP file.',
        });
      },
    },
    snapshot: {
      list: () => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        if (options.snapshotFailure !== undefined) return Promise.reject(options.snapshotFailure);
        return Promise.resolve(shelf.map(({ snapshot }) => snapshot).reverse());
      },
      create: ({ storyId, name }) => {
        const story = known.get(storyId)?.story ?? options.story;
        const content = {
          name,
          reason: name === null ? 'before-restore' : 'asked',
          panels: story.panels.length,
          words: 0,
        } as const;
        const snapshot: Snapshot = {
          id: `snap-${shelf.length + 1}`,
          at: new Date().toISOString(),
          bytes: 2000,
          content,
        };
        shelf.push({ snapshot, story });
        return Promise.resolve(snapshot);
      },
      read: ({ snapshotId }) => {
        const { story } = find(snapshotId).entry;
        if (story !== null) return Promise.resolve(story);
        throw new StudioError('bad-request', 'This snapshot cannot be read: its file is damaged.');
      },
      rename: ({ snapshotId, name }) => {
        const { entry, index } = find(snapshotId);
        const content = entry.snapshot.content && { ...entry.snapshot.content, name };
        shelf[index] = { ...entry, snapshot: { ...entry.snapshot, content } };
        return Promise.resolve({ ...entry.snapshot, content });
      },
      remove: ({ snapshotId }) => {
        shelf.splice(find(snapshotId).index, 1);
        return done();
      },
    },
  };
}
