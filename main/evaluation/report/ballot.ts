// A blind vote of people between the model and the two-stage baseline: the same panels, the same seeds, and which picture is whose known
// only to a key that does not go into the page. Also the count of votes that come back. The page itself is ballot-page.ts.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../../common/base/rng';
import { StudioError, throwIfCancelled } from '../../../common/base/studio-error';
import type { CharacterId } from '../../../native-models/miniature/world/world';
import type { Pipeline } from '../../pipeline/pipeline';
import type { CaptionArtist } from '../caption-artist';
import { drawHeldOutPanel } from '../drawn-panel';
import { heldOutPanel } from '../held-out-panels';
import { shareOf, type Share } from '../share';
import { drawInTwoStages } from '../two-stage-baseline';

export type Side = 'a' | 'b';

export interface BallotPair {
  readonly id: string;
  readonly context: readonly { readonly text: string; readonly png: Uint8Array }[];
  readonly text: string;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

/** Which side is the model's, by pair; kept away from whoever votes. */
export interface BallotKey {
  readonly ballot: string;
  readonly ours: Readonly<Record<string, Side>>;
}

/** What is asked of each pair. Both pictures stand with the same text, so nothing is asked about language. */
export const ballotQuestions = {
  fits: 'Which picture fits the story so far and its text better?',
  drawn: 'Which picture is drawn better?',
} as const;
export type BallotQuestion = keyof typeof ballotQuestions;
export type Choice = Side | 'same';

export interface BallotAnswers {
  readonly ballot: string;
  readonly answers: readonly ({ readonly pair: string } & Readonly<Partial<Record<BallotQuestion, Choice>>>)[];
}

export interface BallotRequest {
  readonly seed: number;
  readonly count: number;
  readonly character?: CharacterId | undefined;
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onPair?: ((done: number, count: number) => void) | undefined;
}

/** Draws both pictures of `count` held-out panels that have a story before them, in the order of the evaluation's questions. */
export async function makeBallot(
  pipeline: Pipeline,
  artist: CaptionArtist,
  request: BallotRequest,
): Promise<{ readonly pairs: readonly BallotPair[]; readonly key: BallotKey }> {
  const { seed, count, character, dir, signal, onPair } = request;
  const { bundle } = pipeline;
  const sides = new Rng(seed).fork('ballot');
  const pairs: BallotPair[] = [];
  const ours: Record<string, Side> = {};
  for (let index = 0; pairs.length < count; index++) {
    throwIfCancelled(signal);
    const where = { dir: join(dir, 'ballot'), sizePx: bundle.manifest.picture.sizePx };
    const panel = await heldOutPanel({ seed, index, character, ...where });
    if (panel.context.length === 0) continue;
    const id = String(index);
    const { text } = panel;
    const context = [...panel.context];
    const options = { seed: panel.seed };
    const model = await drawHeldOutPanel(pipeline, panel, { what: `Pair ${id}`, assetsDir: dir, signal });
    const { png: baseline } = await drawInTwoStages(pipeline, artist, { context, text, options, signal });
    const side: Side = sides.fork(id).chance(0.5) ? 'a' : 'b';
    ours[id] = side;
    const shown = [];
    for (const before of context) shown.push({ text: before.text, png: await readFile(before.imagePath) });
    pairs.push({ id, context: shown, text, a: side === 'a' ? model : baseline, b: side === 'a' ? baseline : model });
    onPair?.(pairs.length, count);
  }
  return { pairs, key: { ballot: `${bundle.manifest.name}-${bundle.digest.slice(0, 12)}-${seed}-${count}`, ours } };
}

export interface VoteCount {
  /** Of all answers, those for the model; for the baseline; for neither. */
  readonly ours: Share;
  readonly theirs: Share;
  readonly same: Share;
}

/** Counts votes of any number of people. Throws `bad-request` for answers to another ballot or to pairs that it does not have. */
export function countVotes(
  key: BallotKey,
  votes: readonly BallotAnswers[],
): Readonly<Record<BallotQuestion, VoteCount>> {
  const counts = { fits: { ours: 0, theirs: 0, same: 0 }, drawn: { ours: 0, theirs: 0, same: 0 } };
  for (const { ballot, answers } of votes) {
    if (ballot !== key.ballot)
      throw new StudioError(
        'bad-request',
        `These answers belong to the ballot ${ballot}; the key is that of ${key.ballot}.`,
      );
    for (const answer of answers) {
      const side = key.ours[answer.pair];
      if (side === undefined) throw new StudioError('bad-request', `The ballot has no pair "${answer.pair}".`);
      for (const question of ['fits', 'drawn'] as const) {
        const choice = answer[question];
        if (choice === undefined) continue;
        counts[question][choice === 'same' ? 'same' : choice === side ? 'ours' : 'theirs'] += 1;
      }
    }
  }
  return { fits: voteCount(counts.fits), drawn: voteCount(counts.drawn) };
}

function voteCount({ ours, theirs, same }: { ours: number; theirs: number; same: number }): VoteCount {
  const all = ours + theirs + same;
  return { ours: shareOf(ours, all), theirs: shareOf(theirs, all), same: shareOf(same, all) };
}
