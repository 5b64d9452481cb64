// Trains the arms of the model report, each into arms/NAME: two references, and bundles that differ from one of them in one thing. Steps are
// counted, not minutes, so that a busy machine gives the same arms. Needs arms/frozen and arms/first-stage (docs/model-report.md); what
// is there stays.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const UAS_STEPS = 250;
const MLS_STEPS = 120;

interface TrainedArm {
  /** Flags of both stages beyond the reference's. */
  readonly both?: readonly string[];
  /** A short UAS of its own, none and MLS for the time of both, or the first stage that the bundle itself has had (arms/first-stage). */
  readonly uas: 'own' | 'none' | 'of the bundle';
  readonly mls?: readonly string[];
  readonly stories?: string;
}

const arms: Readonly<Record<string, TrainedArm>> = {
  reference: { uas: 'own' },
  'without-ldm-loss': { both: ['--ldm-weight', '0'], uas: 'own' },
  'without-uas': { uas: 'none' },
  'without-caption-loss': { both: ['--caption-weight', '0'], uas: 'own' },
  'vokens-1': { both: ['--vokens', '1'], uas: 'own' },
  'vokens-16': { both: ['--vokens', '16'], uas: 'own' },
  'vokens-4': { both: ['--vokens', '4'], uas: 'own' },
  'without-dropping': { both: ['--drop', '0'], uas: 'own' },
  'stage-two': { uas: 'of the bundle' },
  'stage-two-without-ldm-loss': { uas: 'of the bundle', mls: ['--ldm-weight', '0'] },
  'tenth-of-data': { uas: 'of the bundle', stories: 'stories-tenth' },
  prefix: { uas: 'of the bundle', mls: ['--method', 'prefix'] },
};

const data = [
  ['scenes', ['--kind', 'scenes', '--seed', '101', '--count', '3000']],
  ['stories', ['--kind', 'stories', '--seed', '102', '--count', '1000']],
  ['stories-tenth', ['--kind', 'stories', '--seed', '102', '--count', '100']],
] as const;

const shared =
  '--bundle arms/frozen --cache arms/cache --optimiser muon --whiten-caption --reader-weight 0.3 --ldm-panels 4 --warmup 30 --validate-every 0 --threads 1 --seed 1'.split(
    ' ',
  );
const ofUas = '--batch 32 --rate 1.5e-3 --caption-weight 1.5'.split(' ');
const ofMls = '--batch 16 --rate 1e-3 --caption-weight 1.5 --text-weight 0.5 --whole-mapper --new-names 0.6'.split(' ');
const lora = '--method lora --targets all --rank 16'.split(' ');

function studio(...args: readonly string[]): void {
  console.log(`studio ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'main/cli.ts', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`studio ${args[0] ?? ''} ended with ${String(status)}`);
}

/** Of flags said twice the command line takes the last. */
function train(name: string, arm: TrainedArm): void {
  const { both = [], uas, mls = [], stories = 'stories' } = arm;
  const run = (stage: string, of: string): string => `arms/runs/${of}-${stage}`;
  const stage = (which: 'uas' | 'mls', flags: readonly string[]): void => {
    const folder = run(which, name);
    studio('train', which, '--run', folder, ...(existsSync(folder) ? ['--resume'] : []), ...flags);
  };
  if (uas === 'own')
    stage('uas', ['--data', 'arms/scenes', ...shared, ...ofUas, '--steps', String(UAS_STEPS), ...both]);
  const steps = uas === 'none' ? MLS_STEPS + Math.round(UAS_STEPS / 2) : MLS_STEPS;
  const starts = { own: ['--start', run('uas', name)], none: [], 'of the bundle': ['--start', 'arms/first-stage'] };
  const method = mls.includes('--method') ? [] : lora;
  stage('mls', [
    '--data',
    `arms/${stories}`,
    ...starts[uas],
    ...shared,
    ...ofMls,
    ...method,
    '--steps',
    String(steps),
    ...both,
    ...mls,
  ]);
  studio('export', '--bundle', 'arms/frozen', '--run', run('mls', name), '--out', `arms/${name}`);
}

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in arms));
if (unknown !== undefined) {
  console.log(`train-arms [ARM...]: trains arms of the model report: ${Object.keys(arms).join(', ')}`);
  process.exitCode = unknown === '--help' ? 0 : 2;
} else {
  for (const [name, flags] of data) if (!existsSync(`arms/${name}`)) studio('world', ...flags, '--out', `arms/${name}`);
  for (const [name, arm] of Object.entries(arms))
    if ((chosen.length === 0 || chosen.includes(name)) && !existsSync(`arms/${name}`)) train(name, arm);
}
