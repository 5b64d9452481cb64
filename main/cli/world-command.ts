// `studio world`: a data set of the picture-book world, as pictures and an index. A thin entry: the world itself is
// native-models/miniature/world.
import { StudioError } from '../../common/base/studio-error';
import { writeDataSet } from '../../native-models/miniature/world/data-set';
import type { Output } from './output';

export interface WorldOptions {
  readonly kind: string;
  readonly seed: number;
  readonly count: number;
  readonly size: number;
  readonly heldOut: boolean;
  readonly character: string | undefined;
  readonly out: string;
}

/** Runs the command. Throws `bad-request` for kinds and filters that this version's world does not have. */
export async function runWorld(
  options: WorldOptions,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Promise<void> {
  const { kind, seed, count, size, heldOut, out } = options;
  if (kind !== 'scenes' && kind !== 'stories') {
    throw new StudioError(
      'bad-request',
      `--kind is scenes or stories; got ${kind}.`,
      kind === 'dialogues' ? { hint: 'This version of the world has no dialogues yet.' } : {},
    );
  }
  if (options.character !== undefined) {
    throw new StudioError('bad-request', 'This version of the world cannot be limited to one character yet.', {
      hint: 'Leave out --character.',
    });
  }
  const result = await writeDataSet({
    kind,
    seed,
    count,
    heldOut,
    sizePx: size,
    out,
    signal,
    onProgress: (done, of) => {
      output.progress(`${done} of ${of}`);
    },
  });
  output.result(result, [`${result.count} ${kind}, ${result.files} files: ${out}`]);
}
