// A writer in a process of its own that kills itself at one chosen operation on the disk: before it, or with half of the bytes written.
// Run by story-kill.test.ts, bundled. Arguments: folder, number of the operation, 'before' or 'torn'. It says on its output what main has
// promised so far: `journaled 1`, `saved 2`.
import { closeSync, openSync, writeSync } from 'node:fs';
import { nodeFiles, type FilePort } from '../../main/services/files/file-port';
import { OpenStory } from '../../main/services/stories/open-story';
import { storyChangeBetween } from '../../common/domain/story-edit';
import { stateNumber } from './numbered-states';

const [folder = '', at = '0', mode = 'before'] = process.argv.slice(2);
let operations = 0;
const writes: number[] = []; // those of the operations that can be torn

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
};
/** Counts an operation that changes the disk. */
const step = (torn: (() => void) | null): void => {
  operations++;
  if (torn !== null) writes.push(operations);
  if (operations !== Number(at)) return;
  if (mode === 'torn') torn?.();
  die();
};
const half =
  (path: string, bytes: Uint8Array, flags: string): (() => void) =>
  () => {
    const file = openSync(path, flags);
    writeSync(file, bytes.subarray(0, bytes.byteLength >> 1));
    closeSync(file);
  };

const files: FilePort = {
  ...nodeFiles,
  writeNewFile: (path, bytes) => {
    step(half(path, bytes, 'wx'));
    return nodeFiles.writeNewFile(path, bytes);
  },
  appendFile: (path, bytes) => {
    step(half(path, bytes, 'a'));
    return nodeFiles.appendFile(path, bytes);
  },
  rename: (from, to) => {
    step(null);
    return nodeFiles.rename(from, to);
  },
  unlink: (path) => {
    step(null);
    return nodeFiles.unlink(path);
  },
  makeFolder: (path) => {
    step(null);
    return nodeFiles.makeFolder(path);
  },
  syncFolder: (path) => {
    step(null);
    return nodeFiles.syncFolder(path);
  },
};

let names = 0;
const open = new OpenStory(folder, {
  write: { files, wait: () => Promise.resolve(), uniqueName: () => `w${process.pid}${names++}` },
  now: () => '2026-11-23T10:00:00.000Z',
  identity: { host: 'here', pid: process.pid, instance: `i${process.pid}`, isAlive: () => false },
});
const say = (words: string): void => void writeSync(1, `${words}\n`);

async function write(): Promise<void> {
  const { story } = await open.load('A.vokenstory');
  const states = [story, stateNumber(1), stateNumber(2), stateNumber(3)];
  const edit = (from: number, state: number, before: number) => ({
    storyId: story.id,
    from,
    to: from + 1,
    ...storyChangeBetween(states[before]!, states[state]!),
  });
  await open.journalEdit(edit(0, 1, 0));
  say('journaled 1');
  await open.journalEdit(edit(1, 2, 1));
  say('journaled 2');
  await open.saveEdit(edit(2, 2, 2));
  say('saved 2');
  await open.createSnapshot('asked', 'Named');
  say('snapshot');
  await open.journalEdit(edit(3, 3, 2));
  say('journaled 3');
  await open.saveEdit(edit(4, 3, 3));
  say('saved 3');
  say(`operations ${operations}`);
  say(`writes ${writes.join()}`);
}
void write();
