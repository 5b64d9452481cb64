// story.json as text: pretty, stable key order, versioned. Parses at the boundary: what comes out is a whole Story or a
// sentence that says why not. Reads no files.
import { StudioError } from '../../../common/base/studio-error';
import { storyBytesFrom } from './story-bytes';
import { withCastAndBook } from './story-version-3';
import { STORY_SCHEMA_VERSION, storySchema, type Story } from '../../../common/domain/story';

/** A named step from one file version to the next, over unparsed JSON. */
export interface StoryMigration {
  readonly name: string;
  readonly from: number;
  readonly apply: (document: Record<string, unknown>) => Record<string, unknown>;
}
/** A step is added here with each change of the schema; steps that are there are never edited. */
export const storyMigrations: readonly StoryMigration[] = [
  { name: 'a drawing style may be there', from: 1, apply: (document) => ({ ...document, schemaVersion: 2 }) },
  { name: 'cast, book, favourite texts, describers', from: 2, apply: withCastAndBook },
];

/** The text of story.json. */
export const storyJsonFrom = (story: Story): string => new TextDecoder().decode(storyBytesFrom(story));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The story in a file's text.
 * @throws StudioError `bad-request` naming what is broken, or that the file is newer than this app
 */
export function storyFromJson(text: string, migrations: readonly StoryMigration[] = storyMigrations): Story {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new StudioError(
      'bad-request',
      `story.json is not readable JSON: ${error instanceof Error ? error.message : 'unknown'}.`,
      {
        hint: 'Open the last good copy, or restore the file from a backup.',
        cause: error,
      },
    );
  }
  if (!isRecord(document)) {
    throw new StudioError('bad-request', 'story.json holds no story: an object was expected.', {
      hint: 'Open the last good copy.',
    });
  }
  const version = document['schemaVersion'];
  if (typeof version !== 'number') {
    throw new StudioError('bad-request', 'story.json has no schemaVersion.', { hint: 'Open the last good copy.' });
  }
  if (version > STORY_SCHEMA_VERSION) {
    throw new StudioError(
      'bad-request',
      `This story was written by a newer Voken Studio (file version ${version}; this one reads up to ${STORY_SCHEMA_VERSION}).`,
      { hint: 'Update Voken Studio, or open the last good copy. The file was not changed.' },
    );
  }
  let migrated = document;
  for (const migration of migrations)
    if (migrated['schemaVersion'] === migration.from) migrated = migration.apply(migrated);
  return wholeStory(migrated);
}

function wholeStory(document: Record<string, unknown>): Story {
  const parsed = storySchema.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue ? issue.path.map(String).join('.') || '(root)' : '(unknown)';
    throw new StudioError('bad-request', `story.json is broken at ${where}: ${issue?.message ?? 'unknown problem'}.`, {
      hint: 'Open the last good copy. The file was not changed.',
    });
  }
  const twice = idThatComesTwice(parsed.data);
  if (twice !== null) {
    throw new StudioError('bad-request', `story.json is broken: two panels have the id ${twice}.`, {
      hint: 'Open the last good copy. The file was not changed.',
    });
  }
  return parsed.data;
}

function idThatComesTwice(story: Story): string | null {
  const seen = new Set<string>();
  for (const { id } of story.panels) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}
