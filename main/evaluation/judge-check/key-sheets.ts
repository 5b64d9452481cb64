// What everything looks like as the world itself draws it: for people who label drawings and have never seen this world. It shows
// what the answers mean, and nothing of any picture that is asked about.
import {
  ALL_CHARACTERS,
  KNOWN_PLACES,
  KNOWN_PROPS,
  KNOWN_TIMES,
  renderScene,
  STYLES,
  type CharacterId,
  type SceneGraph,
} from '../../../native-models/miniature/world/world';
import { contactSheet } from '../../pipeline/image/contact-sheet';
import type { NamedSheet } from './numbered-sheets';

const SIDE_PX = 160;
/** Weather looks different out of doors, in a room and on water. */
const PLACES_OF_TIMES = ['meadow', 'town', 'room', 'sea'] as const;
const SOMEBODY: CharacterId = 'bear';

const empty: SceneGraph = { place: 'meadow', time: 'day', style: 'flat', characters: [], props: [], seed: 0 };
const alone = (id: CharacterId): Pick<SceneGraph, 'characters'> => ({ characters: [{ id, name: '', role: 'main' }] });

/** Every answer drawn once: characters, places in each style, times and weathers, and things as somebody holds them. */
export async function keySheets(): Promise<NamedSheet[]> {
  return [
    await sheet(
      'characters',
      8,
      ALL_CHARACTERS.map(({ id }) => [id, alone(id)]),
    ),
    await sheet(
      'places-and-styles',
      KNOWN_PLACES.length / 2,
      STYLES.flatMap((style) =>
        KNOWN_PLACES.map(({ id: place }) => [`${place}, ${style}`, { ...alone(SOMEBODY), place, style }] as const),
      ),
    ),
    await sheet(
      'times',
      KNOWN_TIMES.length,
      PLACES_OF_TIMES.flatMap((place) =>
        KNOWN_TIMES.map(({ id: time }) => [`${time}, ${place}`, { place, time }] as const),
      ),
    ),
    await sheet(
      'things',
      6,
      KNOWN_PROPS.map(({ id }) => [id, { ...alone(SOMEBODY), props: [{ id, relation: 'held', by: SOMEBODY }] }]),
    ),
  ];
}

async function sheet(
  name: string,
  columns: number,
  entries: readonly (readonly [string, Partial<SceneGraph>])[],
): Promise<NamedSheet> {
  const cells = await Promise.all(
    entries.map(async ([caption, scene], seed) => {
      const picture = await renderScene({ ...empty, seed, ...scene }, SIDE_PX);
      return { pictures: [picture], caption, note: '' };
    }),
  );
  return { name, png: await contactSheet(cells, { columns, pictureSidePx: SIDE_PX, captionLines: 1, title: name }) };
}
