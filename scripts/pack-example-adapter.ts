// The example adapter that ships with the app: an adapter's folder with its numbers rounded to half precision, under a name of its own.
// Usage: node --import tsx scripts/pack-example-adapter.ts <adapter> <out> <name>
import { cp, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ADAPTER_FILES } from '../common/domain/adapter';
import { readAdapterCard, writeAdapterCard } from '../main/runtime/adapters/adapter-card-file';
import { adapterFitOf } from '../main/runtime/adapters/adapter-fit';
import { readAdapter } from '../main/runtime/adapters/read-adapter';
import { readBundle } from '../main/runtime/bundle';
import { openCheckpoint } from '../native-models/weights/checkpoint';
import { writePending } from '../native-models/weights/safetensors-writer';

const [from = '', out = '', name = ''] = process.argv.slice(2);
const bundleDir = 'native-models/miniature/bundle';

async function main(): Promise<void> {
  const card = await readAdapterCard(from);
  if (card === null || name === '') throw new Error('Give an adapter of the studio, a folder to write, and a name.');
  for (const file of ADAPTER_FILES) {
    const [source, target] = [join(from, file), join(out, file)];
    if (!(await stat(source).then(Boolean, () => false))) continue;
    await mkdir(dirname(target), { recursive: true });
    if (!file.endsWith('.safetensors')) await cp(source, target);
    else {
      const checkpoint = await openCheckpoint([source]);
      const tensors = checkpoint.keys().map((key) => ({
        key,
        shape: checkpoint.locate(key).entry.shape,
        load: () => checkpoint.readFloat32(key),
      }));
      await writePending(target, tensors, { dtype: 'F16' });
    }
  }
  const { parts, normPerPart } = await readAdapter(out, await adapterFitOf(await readBundle(bundleDir)));
  await writeAdapterCard(out, { ...card, name, parts, proof: { ...card.proof, normPerPart } });
}

main().catch((thrown: unknown) => {
  console.error(thrown);
  process.exitCode = 1;
});
