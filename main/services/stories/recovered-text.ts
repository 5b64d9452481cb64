// Text that was found after a crash and about which the writer has not decided yet: kept in history/recovered.json, so that the
// journal is free for what is typed meanwhile and a second crash cannot cost the first one's words.
import { join } from 'node:path';
import { z } from 'zod';
import type { Story } from '../../../common/domain/story';
import { fileErrorCodeOf } from '../files/file-port';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import { differsFromSaved, readJournal, type Journal, type JournalEntry } from './journal';
import type { SnapshotShelf } from './snapshot-shelf';
import { storyFromJson } from './story-json';

const fileSchema = z.strictObject({ at: z.string().max(40), story: z.unknown() });
const pathOf = (folder: string): string => join(folder, 'history', 'recovered.json');

export async function keepRecoveredText(
  context: ProvedWriteContext,
  folder: string,
  entry: JournalEntry,
): Promise<void> {
  await context.files.makeFolder(join(folder, 'history'));
  await writeProved(context, pathOf(folder), new TextEncoder().encode(`${JSON.stringify(entry, null, 2)}\n`));
}

/** null when there is none, or none that can be read: it stays where it is then. */
export async function readRecoveredText(context: ProvedWriteContext, folder: string): Promise<JournalEntry | null> {
  if ((await context.files.stat(pathOf(folder)))?.kind !== 'file') return null;
  try {
    const text = new TextDecoder().decode(await context.files.readFile(pathOf(folder)));
    const { at, story } = fileSchema.parse(JSON.parse(text));
    return { at, story: storyFromJson(JSON.stringify(story)) };
  } catch {
    return null;
  }
}

export async function clearRecoveredText(context: ProvedWriteContext, folder: string): Promise<void> {
  try {
    await context.files.unlink(pathOf(folder));
  } catch (error) {
    if (fileErrorCodeOf(error) !== 'ENOENT') throw error;
  }
}

/**
 * What was written beyond `story` before the last end: put aside until the writer has decided, so that a second crash finds it
 * again. One that holds nothing new goes; a journal that cannot be read is kept aside.
 */
export async function findRecoveredText(
  context: ProvedWriteContext,
  folder: string,
  story: Story,
  { journal, shelf }: { readonly journal: Journal; readonly shelf: SnapshotShelf },
): Promise<JournalEntry | null> {
  // Both lie in this folder, so they are of this story, also where a copied folder got an id of its own.
  const ofThisStory = (entry: JournalEntry): JournalEntry => ({ ...entry, story: { ...entry.story, id: story.id } });
  const contents = await readJournal(context, folder);
  const kept = await readRecoveredText(context, folder);
  const undecided = kept !== null && differsFromSaved(ofThisStory(kept).story, story) ? ofThisStory(kept) : null;
  const entry = contents.kind === 'entry' ? ofThisStory(contents.entry) : null;
  const isNew = entry !== null && differsFromSaved(entry.story, story);
  try {
    if (contents.kind === 'unreadable') await journal.setAside();
    if (isNew) {
      if (undecided !== null) await shelf.create(undecided.story, 'recovered');
      await keepRecoveredText(context, folder, entry);
    }
    if (entry !== null) await journal.clear();
    if (kept !== null && undecided === null && !isNew) await clearRecoveredText(context, folder);
  } catch {
    // A full disk must not keep the story from being opened: everything stays where it is, and is offered all the same.
  }
  return isNew ? entry : undecided;
}
