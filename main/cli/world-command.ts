// `studio world`: a data set of the picture-book world, as pictures and an index. A thin entry: the world itself is
// native-models/miniature/world.
import { StudioError } from '../../common/base/studio-error';
import { characterFrom, dataSetKinds, narrators, writeDataSet } from '../../native-models/miniature/world/world';
import type { Output } from './output';

export interface WorldOptions {
  readonly kind: string;
  readonly seed: number;
  readonly count: number;
  readonly size: number;
  readonly heldOut: boolean;
  readonly character: string | undefined;
  readonly panels: number | undefined;
  readonly narrator: string | undefined;
  readonly out: string;
}

/** Runs the command. Throws `bad-request` for kinds and characters that the world does not have. */
export async function runWorld(
  options: WorldOptions,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Promise<void> {
  const { seed, count, size, heldOut, panels, out } = options;
  const kind = dataSetKinds.find((name) => name === options.kind);
  if (kind === undefined)
    throw new StudioError('bad-request', `--kind is one of ${dataSetKinds.join(', ')}; got ${options.kind}.`);
  const character = options.character === undefined ? undefined : characterFrom(options.character);
  const narrator = narrators.find((name) => name === options.narrator);
  if (options.narrator !== undefined && narrator === undefined)
    throw new StudioError('bad-request', `--narrator is one of ${narrators.join(', ')}; got ${options.narrator}.`);
  const result = await writeDataSet({
    kind,
    seed,
    count,
    heldOut,
    character,
    panels,
    narrator,
    sizePx: size,
    out,
    signal,
    onProgress: (done, of) => {
      output.progress(`${done} of ${of}`);
    },
  });
  output.result(result, [`${result.count} ${kind}, ${result.files} files: ${out}`]);
}
