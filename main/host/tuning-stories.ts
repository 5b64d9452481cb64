// Records of the data set that a writer has checked, as the stories that a tuning learns from. A picture with a panel's text and with
// words for what is to be seen is learned twice: in its story, and alone from those words, as a drawing is. Pure.
import type { TuningRecord } from '../../common/ipc/tuner-contract';
import type { TuningSet } from '../training/tuning/tuning-set';
import type { GivenStory } from '../training/tuning/tuning-source';

type RecordPanel = TuningRecord['panels'][number];

/** Every record as a story under its own id, then one story for each further words of a panel that is not kept back. */
export function storiesFrom(records: readonly TuningRecord[]): GivenStory[] {
  const told = records.map(({ id, panels }) => ({
    id,
    panels: panels.map((panel) => ({ text: textOf(panel) || captionOf(panel), picture: pictureOf(panel, panel.id) })),
  }));
  const seen = records.flatMap(({ panels }) =>
    panels.filter(hasWordsOfItsOwn).map((panel) => ({
      id: `${panel.id}, seen`,
      panels: [{ text: captionOf(panel), picture: pictureOf(panel, `${panel.id}, seen`) }],
    })),
  );
  return [...told, ...seen];
}

/** How many pictures and stories of the writer's a set holds, however often a picture is learned. */
export function countsOf(set: Pick<TuningSet, 'stories'>, records: readonly TuningRecord[]): TuningSet['counts'] {
  const learned = new Set(set.stories.flatMap(({ panels }) => panels.map(({ picture }) => picture.id)));
  const kept = records.map(({ panels }) => panels.filter(({ id }) => learned.has(id)).length).filter((n) => n > 0);
  return { stories: kept.length, panels: kept.reduce((sum, n) => sum + n, 0) };
}

const textOf = ({ text }: RecordPanel): string => text.trim();
const captionOf = ({ caption }: RecordPanel): string => caption.trim();

const hasWordsOfItsOwn = (panel: RecordPanel): boolean =>
  !panel.isKeptBack && textOf(panel) !== '' && captionOf(panel) !== '' && textOf(panel) !== captionOf(panel);

const pictureOf = ({ imagePath }: RecordPanel, id: string): GivenStory['panels'][number]['picture'] => ({
  id,
  path: imagePath,
  captions: [],
  graph: undefined,
});
