// Snapshots over the library: each call goes to the story that is open.
import type { GroupHandlers, HandlerPorts } from './handler-ports';

export const snapshotHandlers = ({ library }: HandlerPorts): GroupHandlers<'snapshot'> => ({
  list: ({ storyId }) => library.opened(storyId).listSnapshots(),
  create: ({ storyId, name }) =>
    library.opened(storyId).createSnapshot(name === null ? 'before-restore' : 'asked', name),
  read: async ({ storyId, snapshotId }) => ({
    ...(await library.opened(storyId).readSnapshot(snapshotId)),
    id: storyId, // a folder copied by hand holds snapshots of the story that it was copied from
  }),
  rename: ({ storyId, snapshotId, name }) => library.opened(storyId).renameSnapshot(snapshotId, name),
  remove: ({ storyId, snapshotId }) => library.opened(storyId).removeSnapshot(snapshotId),
});
