// Writes a data set of the picture-book world: npx tsx scripts/world.ts --kind scenes --seed 1 --count 1000 --out DIR
// [--held-out] [--character ID] [--text-only]. A thin entry for the training recipe; `studio world` calls the same function.
import { parseArgs } from 'node:util';
import { characterFrom, dataSetKinds, writeDataSet } from '../native-models/miniature/world/world';

function wholeNumber(name: string, value: string | undefined): number {
  const number = Number(value);
  if (value === undefined || !Number.isSafeInteger(number) || number < 0)
    throw new Error(`--${name} needs a whole number; got ${value ?? 'nothing'}.`);
  return number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: 'scenes' },
      seed: { type: 'string' },
      count: { type: 'string' },
      size: { type: 'string', default: '128' },
      out: { type: 'string' },
      character: { type: 'string' },
      'held-out': { type: 'boolean', default: false },
      'text-only': { type: 'boolean', default: false },
    },
  });
  const { kind, out } = values;
  const known = dataSetKinds.find((name) => name === kind);
  if (known === undefined) throw new Error(`--kind is one of ${dataSetKinds.join(', ')}; got ${kind}.`);
  if (out === undefined) throw new Error('--out needs a folder.');
  const result = await writeDataSet({
    kind: known,
    seed: wholeNumber('seed', values.seed),
    count: wholeNumber('count', values.count),
    sizePx: wholeNumber('size', values.size),
    character: values.character === undefined ? undefined : characterFrom(values.character),
    heldOut: values['held-out'],
    textOnly: values['text-only'],
    out,
    onProgress: (done, count) => {
      if (done % 500 === 0 || done === count) process.stderr.write(`${String(done)} of ${String(count)}\n`);
    },
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
