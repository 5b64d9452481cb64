// `studio bench`: how fast a bundle is on this machine, by part. One JSON value, a table for a terminal, or the Markdown section that
// docs/performance.md holds. It reports what it measured, the load of the machine included, and judges nothing. `--config minigpt5-7b
// --random-weights` measures the published full size without its weights.
import { StudioError } from '../../common/base/studio-error';
import { bench, type BenchPorts, type BenchResult } from '../evaluation/bench/bench';
import type { Figure, Unit } from '../evaluation/bench/figure';
import { benchFullSize } from '../evaluation/bench/full-size/bench-full-size';
import { minigpt5Configs } from '../evaluation/bench/full-size/published-configs';
import type { Machine } from './machine';
import type { Output } from './output';

export interface BenchOptions {
  readonly runs: number;
  readonly device: string;
  readonly markdown: boolean;
  /** What to measure: a bundle (default), or a published configuration, which needs random weights. */
  readonly config?: string | undefined;
  readonly randomWeights?: boolean | undefined;
  /** Only the interface's figures, without the engine's. */
  readonly interface?: boolean | undefined;
}

const FULL_SIZE = 'minigpt5-7b';
const BUILT_IN = 'miniature';
const INTERFACE = 'interface';

export interface BenchCommandPorts {
  readonly bundleDir: string;
  /** A folder for caches and pictures while it runs. */
  readonly tempDir: string;
  readonly machine: Machine;
  readonly clock: { now(): number };
  readonly peakRssBytes: () => number;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** The interface's figures, or why there are none; absent where nobody asks for them. */
  readonly measureInterface?: ((runs: number) => Promise<readonly Figure[] | { readonly missing: string }>) | undefined;
}

/** Runs the command. Throws StudioError; nothing is printed before the end. */
export async function runBench(options: BenchOptions, ports: BenchCommandPorts): Promise<void> {
  const { output, signal, clock, peakRssBytes } = ports;
  const engine =
    options.interface === true
      ? { bundle: { name: INTERFACE, digest: null }, device: options.device, figures: [] }
      : await measured(options, ports, {
          clock,
          peakRssBytes,
          signal,
          onProgress: (what) => {
            output.progress(`Measuring: ${what}`);
          },
        });
  const result = { ...engine, figures: [...engine.figures, ...(await interfaceFigures(options, ports))] };
  const machine = {
    ...ports.machine,
    device: result.device,
    bundle: result.bundle.name,
    bundleDigest: result.bundle.digest,
  };
  const lines = options.markdown ? markdownLines : tableLines;
  output.result({ machine, figures: result.figures }, lines(ports.machine, result));
}

/** The interface belongs to no bundle of a published size; where it cannot be measured, one line says why. */
async function interfaceFigures(
  { config = BUILT_IN, runs }: BenchOptions,
  { measureInterface, output }: BenchCommandPorts,
): Promise<readonly Figure[]> {
  if (config !== BUILT_IN || measureInterface === undefined) return [];
  const measuredFigures = await measureInterface(runs);
  if (!('missing' in measuredFigures)) return measuredFigures;
  output.progress(`The interface was not measured: ${measuredFigures.missing}`);
  return [];
}

async function measured(
  { runs, device, config = BUILT_IN, randomWeights = false }: BenchOptions,
  { bundleDir, tempDir }: BenchCommandPorts,
  ports: BenchPorts,
): Promise<BenchResult> {
  if (config === BUILT_IN && !randomWeights) return bench({ bundleDir, device, runs, dir: tempDir }, ports);
  if (config !== FULL_SIZE || !randomWeights) {
    throw new StudioError(
      'bad-request',
      config === FULL_SIZE
        ? `The weights of ${FULL_SIZE} are not part of the studio: add --random-weights to measure its networks without them.`
        : `There is nothing to measure as "${config}" with${randomWeights ? '' : 'out'} random weights.`,
      { hint: `Leave --config away, or give --config ${FULL_SIZE} --random-weights.` },
    );
  }
  const figures = await benchFullSize({ configs: minigpt5Configs, device, runs, dir: tempDir }, ports);
  return { bundle: { name: FULL_SIZE, digest: null }, device, figures };
}

/** For a terminal. */
export function tableLines(machine: Machine, { bundle, device, figures }: BenchResult): string[] {
  const rows = figures.map((figure) => [figure.name, ...cells(figure)] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, [median, min, max, runs]: readonly string[]): string =>
    [name.padEnd(width), ...[median, min, max].map((cell = '') => cell.padStart(10)), (runs ?? '').padStart(5)].join(
      ' ',
    );
  return [
    bundle.name === INTERFACE
      ? `The interface with the built-in bundle. ${sentenceOf(machine)}`
      : bundle.digest === null
        ? `Configuration "${bundle.name}" with random weights on ${device}. ${sentenceOf(machine)}`
        : `Bundle "${bundle.name}" on ${device}. ${sentenceOf(machine)}`,
    '',
    line('', ['median', 'min', 'max', 'runs']),
    ...rows.map(([name, ...values]) => line(name, values)),
  ];
}

/** For docs/performance.md: the same rows. */
export function markdownLines(machine: Machine, { bundle, device, figures }: BenchResult): string[] {
  return [
    bundle.name === INTERFACE
      ? `The interface with the built-in bundle. ${sentenceOf(machine)}`
      : bundle.digest === null
        ? `Configuration \`${bundle.name}\` with random weights on \`${device}\`. ${sentenceOf(machine)}`
        : `Bundle \`${bundle.name}\` (manifest \`${bundle.digest.slice(0, 12)}\`) on \`${device}\`. ${sentenceOf(machine)}`,
    '',
    '| part | median | min | max | runs |',
    '|---|---:|---:|---:|---:|',
    ...figures.map((figure) => `| ${[figure.name, ...cells(figure)].join(' | ')} |`),
  ];
}

function sentenceOf({ cpu, cores, memory, system, node, date, load }: Machine): string {
  return `${date}: ${cpu}, ${cores} cores, ${(memory / 2 ** 30).toFixed(0)} GiB, ${system}, Node ${node}; load before the start ${load}.`;
}

const cells = ({ unit, median, min, max, runs }: Figure): string[] => [
  ...[median, min, max].map((value) => shown(value, unit)),
  String(runs),
];

function shown(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return value >= 1000
        ? `${(value / 1000).toFixed(2)} s`
        : `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
    case 'bytes':
      return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(0)} MB`;
    case 'ratio':
      return `${value.toFixed(2)} x`;
  }
}
