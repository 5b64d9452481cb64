// The library of adapters of the studio in memory: a list that is renamed, shortened, and grows by an import that always brings the same
// adapter.
import { StudioError } from '../../../common/base/studio-error';
import type { AdapterSummary } from '../../../common/domain/adapter';
import type { Story } from '../../../common/domain/story';
import type { StudioContract } from '../../../common/ipc/contract';
import type { ClientOf } from '../../../common/ipc/shape';
import { usesOf } from '../../../main/services/adapters/adapter-uses';

/** A hero and a voice, as a tuning leaves them. */
export const sampleAdapters: readonly AdapterSummary[] = [
  {
    id: '0190b0c0-0000-4000-8000-00000000000a',
    name: 'Nell the heron',
    created: '2026-11-20T10:00:00.000Z',
    bundle: { name: 'miniature', digest: 'f'.repeat(64) },
    parts: {
      voice: { rank: 8, alpha: 16, targets: ['q_proj'] },
      look: { rank: 8, alpha: 8, targets: ['to_q'] },
      vokens: true,
      mapper: true,
      words: ['heron'],
    },
    training: {
      trainedOn: { stories: 4, panels: 24, digest: 'a'.repeat(64) },
      preset: 'quick',
      steps: 400,
      bestStep: 320,
      validation: { before: 0.4, after: 0.3 },
    },
    bytes: 3_400_000,
    state: 'ready',
    trouble: '',
  },
  {
    id: '0190b0c0-0000-4000-8000-00000000000b',
    name: 'Grandmother’s voice',
    created: '2026-11-19T10:00:00.000Z',
    bundle: null,
    parts: { voice: { rank: 4, alpha: 4, targets: ['q_proj'] }, vokens: false, mapper: false },
    training: null,
    bytes: 640_000,
    state: 'ready',
    trouble: '',
  },
];

const imported: AdapterSummary = {
  ...sampleAdapters[1]!,
  id: '0190b0c0-0000-4000-8000-00000000000c',
  name: 'Brought from elsewhere',
  created: '2026-11-21T10:00:00.000Z',
};

export function createFakeAdapters(options: {
  readonly adapters?: readonly AdapterSummary[] | undefined;
  readonly stories: () => readonly Story[];
}): ClientOf<StudioContract>['adapters'] {
  let list = [...(options.adapters ?? [])];
  const listeners = new Set<(list: AdapterSummary[]) => void>();
  const set = (next: AdapterSummary[]): void => {
    list = next;
    for (const listener of listeners) listener(list);
  };
  const known = (id: string): AdapterSummary => {
    const found = list.find((adapter) => adapter.id === id);
    if (found === undefined) throw new StudioError('bad-request', 'There is no such adapter.');
    return found;
  };
  const bring = (): Promise<AdapterSummary> => {
    if (!list.some(({ id }) => id === imported.id)) set([imported, ...list]);
    return Promise.resolve(imported);
  };
  return {
    list: () => Promise.resolve(list),
    importFolder: bring,
    importFile: bring,
    addExample: bring,
    exportFile: ({ id }) => Promise.resolve({ fileName: `${known(id).name}.zip` }),
    rename: ({ id, name }) => {
      const renamed = { ...known(id), name };
      set(list.map((adapter) => (adapter.id === id ? renamed : adapter)));
      return Promise.resolve(renamed);
    },
    usedIn: ({ id }) => Promise.resolve(options.stories().flatMap((story) => usesOf(story, id) ?? [])),
    remove: ({ id }) => {
      set(list.filter((adapter) => adapter.id !== known(id).id));
      return Promise.resolve();
    },
    changed: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
