// Which adapters of the library the story is told and drawn with from now on, and how strongly. What is drawn stays as it is.
import { MAX_CHOSEN_ADAPTERS } from '../../../common/domain/adapter';
import type { CommandFrom } from '../command';

/** @param strength null takes the adapter out of the story */
export const setAdapter =
  (id: string, strength: number | null): CommandFrom =>
  (story) => {
    const { adapters = [] } = story;
    const known = adapters.find((adapter) => adapter.id === id);
    if (strength === (known?.strength ?? null)) return null;
    if (known === undefined && adapters.length >= MAX_CHOSEN_ADAPTERS) return null;
    const changed =
      strength === null
        ? adapters.filter((adapter) => adapter.id !== id)
        : known === undefined
          ? [...adapters, { id, strength }]
          : adapters.map((adapter) => (adapter.id === id ? { id, strength } : adapter));
    // A slider moves through many strengths: they are one step.
    const isMoved = strength !== null && known !== undefined;
    return {
      label: 'change own styles',
      ...(isMoved ? { capture: 'eventually', group: `adapter ${id}` } : { capture: 'immediately' }),
      ops: [{ type: 'set-story', fields: { adapters: changed } }],
    };
  };
