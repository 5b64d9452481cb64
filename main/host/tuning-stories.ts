// Records of the data set that a writer has checked, as the stories that a tuning learns from. Pure.
import type { TuningRecord } from '../../common/ipc/tuner-contract';
import type { TuningSet } from '../training/tuning/tuning-set';
import type { TuningStory } from '../training/tuning/tuning-row';

type RecordPanel = TuningRecord['panels'][number];

/** Every record as a story under its own id, with what is said of each picture beside its panel's words. */
export const storiesFrom = (records: readonly TuningRecord[]): TuningStory[] =>
  records.map(({ id, panels }) => ({ id, panels: panels.map(panelFrom) }));

function panelFrom({ id, imagePath, text, caption }: RecordPanel): TuningStory['panels'][number] {
  const [told, seen] = [text.trim(), caption.trim()];
  return {
    text: told || seen,
    picture: { id, path: imagePath, captions: seen === '' ? [] : [seen], graph: undefined },
  };
}

/** How many pictures and stories of the writer's a set holds, however often a picture is learned. */
export function countsOf(set: Pick<TuningSet, 'stories'>, records: readonly TuningRecord[]): TuningSet['counts'] {
  const learned = new Set(set.stories.flatMap(({ panels }) => panels.map(({ picture }) => picture.id)));
  const kept = records.map(({ panels }) => panels.filter(({ id }) => learned.has(id)).length).filter((n) => n > 0);
  return { stories: kept.length, panels: kept.reduce((sum, n) => sum + n, 0) };
}
