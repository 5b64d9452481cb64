// The step from version 2 of story.json to version 3, over unparsed JSON: what is not a record stays as it is, for the schema to name.
// Descriptions of pictures were all a person's until then.

type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const each = (list: unknown, change: (item: Fields) => Fields): unknown =>
  Array.isArray(list) ? list.map((item: unknown) => (isRecord(item) ? change(item) : item)) : list;

const describedByPerson = (pictures: unknown): unknown =>
  each(pictures, (picture) => ({ ...picture, altOrigin: 'human' }));

/** Empty cast, no favourite among texts, every description by a person. */
export const withCastAndBook = (document: Fields): Fields => ({
  ...document,
  schemaVersion: 3,
  panels: each(document['panels'], (panel) => ({
    ...panel,
    textVariants: each(panel['textVariants'], (variant) => ({ ...variant, favourite: false })),
    pictures: describedByPerson(panel['pictures']),
  })),
  references: describedByPerson(document['references']),
  cast: [],
});
