// The rules of a data set, over items that are already read: what is wrong with each, which look alike, which are kept back to measure
// by, and whether there is enough. Pure; data-sets.ts reads the pictures.
import { Rng } from '../../../common/base/rng';
import {
  blocksLearning,
  itemProblemSchema,
  MIN_TUNING_ITEMS,
  type ItemProblem,
  type TuningDataSet,
  type TuningItem,
} from '../../../common/domain/tuning-data-set';

/** What is known of an item before the rules are applied. */
export interface ReadItem extends Pick<
  TuningItem,
  'id' | 'from' | 'asset' | 'text' | 'caption' | 'captionBy' | 'reason'
> {
  /** 64 bits as hex; null without a picture. */
  readonly likeness: string | null;
  /** The writer's wish; null: none yet. */
  readonly isLeftOut: boolean | null;
}

/** Of 64 bits. Over 134 pictures of the world: copies at 97 or 300 pixels and quality 50 or 60 differ in 1 (median), 261 of 268 in at most 5; the two most alike of different panels in 8. */
const ALIKE_BITS = 5;
/** One panel in so many is kept back. */
const KEPT_BACK_ONE_IN = 6;

const onesOf = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];
/** In how many bits two likenesses differ. */
export function bitsApart(a: string, b: string): number {
  let apart = 0;
  for (let i = 0; i < a.length; i++) apart += onesOf[parseInt(a[i]!, 16) ^ parseInt(b[i] ?? '0', 16)]!;
  return apart;
}

/** The first item that each looks like, by id. */
function duplicatesOf(items: readonly ReadItem[]): ReadonlyMap<string, string> {
  const originals: ReadItem[] = [];
  const found = new Map<string, string>();
  for (const item of items) {
    if (item.likeness === null) continue;
    const { likeness } = item;
    const original = originals.find((other) => bitsApart(other.likeness!, likeness) <= ALIKE_BITS);
    if (original === undefined) originals.push(item);
    else found.set(item.id, original.id);
  }
  return found;
}

function problemsOf(item: ReadItem, pictureSizePx: number, isDuplicate: boolean): ItemProblem[] {
  const { asset } = item;
  const problems: ItemProblem[] = [];
  if (asset === null) problems.push(item.reason === '' ? 'no-picture' : 'broken-picture');
  else if (Math.min(asset.widthPx, asset.heightPx) < pictureSizePx) problems.push('too-small');
  if (isDuplicate) problems.push('duplicate');
  if (item.text.trim() === '' && item.caption.trim() === '') problems.push('no-words');
  return problems;
}

/** Ids of the items that are kept back: the same for the same items and seed, whatever else is left out. */
function keptBackOf(ids: readonly string[], seed: number): ReadonlySet<string> {
  const rng = new Rng(seed);
  const ranked = ids.map((id) => ({ id, rank: rng.fork(id).uniform() })).sort((a, b) => a.rank - b.rank);
  const count = Math.max(1, Math.round(ids.length / KEPT_BACK_ONE_IN));
  return new Set(ranked.slice(0, count).map(({ id }) => id));
}

/** The data set as the writer sees it. */
export function dataSetFrom(
  id: string,
  read: readonly ReadItem[],
  { pictureSizePx, seed }: { readonly pictureSizePx: number; readonly seed: number },
): TuningDataSet {
  const duplicates = duplicatesOf(read);
  const judged = read.map((item) => {
    const problems = problemsOf(item, pictureSizePx, duplicates.has(item.id));
    // A copy of another picture teaches it twice; the writer may want that.
    const isOut = problems.some(blocksLearning) || (item.isLeftOut ?? problems.includes('duplicate'));
    return { item, problems, isOut };
  });
  const usable = judged.filter(({ isOut }) => !isOut).map(({ item }) => item.id);
  const keptBack = usable.length < MIN_TUNING_ITEMS ? new Set<string>() : keptBackOf(usable, seed);
  const items = judged.map(({ item, problems, isOut }): TuningItem => ({
    id: item.id,
    from: item.from,
    asset: item.asset,
    text: item.text,
    caption: item.caption,
    captionBy: item.captionBy,
    reason: item.reason,
    problems,
    duplicateOf: duplicates.get(item.id) ?? null,
    use: isOut ? 'leave-out' : keptBack.has(item.id) ? 'keep-back' : 'learn',
  }));
  const countOf = (use: TuningItem['use']): number => items.filter((item) => item.use === use).length;
  const withProblem = (problem: ItemProblem): number => items.filter((item) => item.problems.includes(problem)).length;
  return {
    id,
    items,
    counts: {
      items: items.length,
      learned: countOf('learn'),
      keptBack: countOf('keep-back'),
      leftOut: countOf('leave-out'),
      problems: Object.fromEntries(
        itemProblemSchema.options.map((problem) => [problem, withProblem(problem)]),
      ) as TuningDataSet['counts']['problems'],
    },
    refusal: usable.length < MIN_TUNING_ITEMS ? { usable: usable.length, minimum: MIN_TUNING_ITEMS } : null,
  };
}
