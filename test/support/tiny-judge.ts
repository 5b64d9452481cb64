// A judge with tiny random weights and the world's own labels: it reads every picture wrongly, always in the same way.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import { judgeConfigFrom } from '../../native-models/architectures/judge';
import { judgeGraph } from '../../native-models/graphs/judge';
import { KNOWN_CHARACTERS, KNOWN_PLACES, KNOWN_PROPS, KNOWN_TIMES } from '../../native-models/miniature/world/world';
import { fedScope } from '../../native-models/nn/param-scope';
import { elementCount } from '../../native-models/onnx';
import { writeSafetensors } from '../../native-models/weights/safetensors-writer';

const ids = (terms: readonly { readonly id: string }[]): string[] => terms.map(({ id }) => id);
export const judgeConfig = {
  sizePx: 32,
  channels: [4, 8],
  blocks: [0, 1],
  groups: 2,
  eps: 1e-5,
  labels: {
    who: ids(KNOWN_CHARACTERS),
    present: ids(KNOWN_CHARACTERS),
    place: ids(KNOWN_PLACES),
    time: ids(KNOWN_TIMES),
    style: ['flat', 'ink', 'pastel'],
    props: ids(KNOWN_PROPS),
  },
};

/** Writes config.json and model.safetensors. */
export async function writeTinyJudge(folder: string): Promise<void> {
  const rng = new Rng(3);
  const scope = fedScope();
  judgeGraph(judgeConfigFrom(judgeConfig), scope);
  const tensors = scope.fedInputs().map(({ label, shape }) => {
    const sizes = shape.map(Number);
    return [
      label,
      { shape: sizes, data: Float32Array.from({ length: elementCount(sizes) }, () => rng.gaussian()) },
    ] as const;
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(judgeConfig));
  await writeSafetensors(join(folder, 'model.safetensors'), Object.fromEntries(tensors), { dtype: 'F16' });
}
