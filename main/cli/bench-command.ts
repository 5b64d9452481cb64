// `studio bench`: how fast a bundle is on this machine, by part. One JSON value, a table for a terminal, or the Markdown section that
// docs/performance.md holds. It reports what it measured, the load of the machine included, and judges nothing.
import { bench, type BenchResult } from '../evaluation/bench/bench';
import type { Figure, Unit } from '../evaluation/bench/figure';
import type { Machine } from './machine';
import type { Output } from './output';

export interface BenchOptions {
  readonly runs: number;
  readonly device: string;
  readonly markdown: boolean;
}

export interface BenchCommandPorts {
  readonly bundleDir: string;
  /** A folder for caches and pictures while it runs. */
  readonly tempDir: string;
  readonly machine: Machine;
  readonly clock: { now(): number };
  readonly peakRssBytes: () => number;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Runs the command. Throws StudioError; nothing is printed before the end. */
export async function runBench(options: BenchOptions, ports: BenchCommandPorts): Promise<void> {
  const { runs, device, markdown } = options;
  const { bundleDir, tempDir, clock, peakRssBytes, output, signal } = ports;
  const result = await bench(
    { bundleDir, device, runs, dir: tempDir },
    {
      clock,
      peakRssBytes,
      signal,
      onProgress: (what) => {
        output.progress(`Measuring: ${what}`);
      },
    },
  );
  const machine = {
    ...ports.machine,
    device: result.device,
    bundle: result.bundle.name,
    bundleDigest: result.bundle.digest,
  };
  const lines = markdown ? markdownLines : tableLines;
  output.result({ machine, figures: result.figures }, lines(ports.machine, result));
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
    `Bundle "${bundle.name}" on ${device}. ${sentenceOf(machine)}`,
    '',
    line('', ['median', 'min', 'max', 'runs']),
    ...rows.map(([name, ...values]) => line(name, values)),
  ];
}

/** For docs/performance.md: the same rows. */
export function markdownLines(machine: Machine, { bundle, device, figures }: BenchResult): string[] {
  return [
    `Bundle \`${bundle.name}\` (manifest \`${bundle.digest.slice(0, 12)}\`) on \`${device}\`. ${sentenceOf(machine)}`,
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
      return `${(value / 1e6).toFixed(0)} MB`;
    case 'ratio':
      return `${value.toFixed(2)} x`;
  }
}
