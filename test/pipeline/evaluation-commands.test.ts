// `studio evaluate` and `studio report` as processes, on a tiny random bundle with a tiny random judge: what they print and write.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldOutStory } from '../../main/evaluation/held-out-panels';
import { answersFrom, labelsFrom } from '../../main/evaluation/judge-check/labels';
import { writeTinyBundle } from '../support/tiny-bundle';
import { writeTinyJudge } from '../support/tiny-judge';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'evaluation-commands-'));
  await writeTinyBundle(join(dir, 'bundle'));
  await writeTinyJudge(join(dir, 'judge'));
  await mkdir(join(dir, 'tmp'));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

describe('studio evaluate', { timeout: 180_000 }, () => {
  it('prints one JSON value with the agreed keys and writes the sheet', async () => {
    const sheet = join(dir, 'sheets', 'sheet.png');
    const flags = ['--seed', '3', '--count', '2', '--steps', '1', '--judge-count', '3', '--json', '--sheet', sheet];
    const { stdout, stderr, code } = await command([
      'evaluate',
      ...flags,
      '--bundle',
      join(dir, 'bundle'),
      '--judge',
      join(dir, 'judge'),
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const value = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(
      expect.arrayContaining([
        'count',
        'judge',
        'who',
        'whoPronoun',
        'place',
        'time',
        'props',
        'frechet',
        'missingText',
        'missingPicture',
        'contradictions',
        'coverage',
        'perplexity',
        'dialogueF1',
        'baseline',
        'difference',
      ]),
    );
    expect(value).toMatchObject({ count: 2, missingText: 0, missingPicture: 0, bundle: 'tiny', steps: 1 });
    expect(Object.keys(value['judge'] as object)).toEqual(['who', 'place', 'time', 'props', 'style']);
    expect((await sharp(await readFile(sheet)).metadata()).format).toBe('png');
    const left = await readdir(join(dir, 'tmp'));
    expect(left.filter((name) => name.startsWith('studio-'))).toEqual([]); // its own pictures are gone
  });

  it('says in one line that there is no judge', async () => {
    const { stdout, stderr, code } = await command([
      'evaluate',
      '--bundle',
      join(dir, 'bundle'),
      '--judge',
      join(dir, 'no'),
    ]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(/^studio: There is no judge in .*--judge\.\n$/);
  });
});

describe('studio report', { timeout: 180_000 }, () => {
  it('writes the sheet and a ballot whose key stays outside, counts votes, and fills the tables of a document', async () => {
    const out = join(dir, 'report');
    const where = ['--bundle', join(dir, 'bundle'), '--judge', join(dir, 'judge'), '--json'];
    const drawn = await command(['report', '--out', out, '--stories', '1', '--pairs', '2', ...where]);
    expect(drawn).toMatchObject({ stderr: '', code: 0 });
    expect((await readdir(out)).sort()).toEqual(['ballot-key.json', 'ballot.html', 'stories.html']);
    const story = heldOutStory({ seed: 1, index: 0 });
    const sheet = await readFile(join(out, 'stories.html'), 'utf8');
    expect(sheet.match(/<img /g)).toHaveLength(3 * story.length);
    const key = JSON.parse(await readFile(join(out, 'ballot-key.json'), 'utf8')) as {
      ballot: string;
      ours: Record<string, 'a' | 'b'>;
    };
    expect(Object.keys(key.ours)).toHaveLength(2);
    expect(await readFile(join(out, 'ballot.html'), 'utf8')).toContain(`data-ballot="${key.ballot}"`);

    const answers = Object.entries(key.ours).map(([pair, side]) => ({ pair, fits: side }));
    await writeFile(join(dir, 'answers.json'), JSON.stringify({ ballot: key.ballot, answers }));
    const votes = await command(['report', '--out', out, '--votes', join(dir, 'answers.json'), '--json']);
    expect(JSON.parse(votes.stdout)).toMatchObject({ voters: 1, fits: { ours: { hits: 2, trials: 2 } } });

    const document = join(dir, 'report.md');
    await writeFile(document, await readFile(join(import.meta.dirname, '../../docs/model-report.md')));
    const written = await command(['report', '--out', out, '--document', document]);
    expect(written).toMatchObject({ stderr: '', code: 0 });
    expect(await readFile(document, 'utf8')).toMatch(/fits the story \| 100\.0 %/);
  });

  it('draws pictures to check the judge by, blind, and counts labels into the tables', async () => {
    const out = join(dir, 'checked');
    const check = join(out, 'judge-check');
    const where = ['--bundle', join(dir, 'bundle'), '--judge', join(dir, 'judge')];
    const drawn = await command(['report', '--judge-check', check, '--count', '2', '--seed', '4', ...where]);
    expect(drawn).toMatchObject({ stderr: '', code: 0 });
    const files = ['judge.json', 'key', 'labels-empty.json', 'labels.html', 'pictures', 'sheets'];
    expect((await readdir(check)).sort()).toEqual(files);
    expect((await readdir(join(check, 'pictures'))).sort()).toEqual(['001.png', '002.png']);
    expect(await readdir(join(check, 'sheets'))).toEqual(['001-002.png']);

    const labels = labelsFrom(JSON.parse(await readFile(join(check, 'labels-empty.json'), 'utf8')));
    const answers = answersFrom(JSON.parse(await readFile(join(check, 'judge.json'), 'utf8')));
    const meant = heldOutStory({ seed: 4, index: 1 }).map(({ graph }) => graph.place);
    expect(meant).toContain(answers.pictures[1]?.meant.place);
    const judged = answers.pictures[0]?.judge;
    const other = answers.choices.place.find((id) => id !== judged?.place) ?? '';
    const given = [
      { ...labels.pictures[0], style: judged?.style, place: other },
      { ...labels.pictures[1], style: 'unclear' },
    ];
    await writeFile(join(dir, 'labels.json'), JSON.stringify({ ...labels, pictures: given }));
    const flags = ['report', '--judge-check', check, '--judge-labels', join(dir, 'labels.json')];
    const { stdout, stderr, code } = await command(flags);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^1 of 2 pictures labelled/);
    expect(stdout).toMatch(/style +100\.0 % .*1 of 1\), 1 unclear/);
    expect(stdout).toContain(`001 place: ${other}; the judge: ${judged?.place ?? ''}`);

    const document = join(dir, 'checked.md');
    await writeFile(document, await readFile(join(import.meta.dirname, '../../docs/model-report.md')));
    expect(await command(['report', '--out', out, '--document', document])).toMatchObject({ stderr: '', code: 0 });
    expect(await readFile(document, 'utf8')).toMatch(/\| style \| 100\.0 % \(20\.7 to 100\.0\) \| 1 \|/);
  });

  it('says which flags it needs', async () => {
    expect((await command(['report'])).stderr).toMatch(/--out/);
    expect((await command(['report', '--judge-labels', 'labels.json'])).stderr).toMatch(/--judge-check/);
  });
});

function command(args: readonly string[]): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'main/cli.ts', ...args], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, VOKEN_STUDIO_CACHE: join(dir, 'cache'), TMPDIR: join(dir, 'tmp') },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ stdout, stderr, code });
    });
  });
}
