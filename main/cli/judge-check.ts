// What `studio report --judge-check` does: draws pictures for people to label without knowing what the judge says of them, and holds
// labels that come back against its answers. Files and words only; drawing, counting and pages are main/evaluation/judge-check/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agreementOf, type Agreement } from '../evaluation/judge-check/agreement';
import { drawCheckPictures } from '../evaluation/judge-check/check-pictures';
import { keySheets } from '../evaluation/judge-check/key-sheets';
import { labelPage } from '../evaluation/judge-check/label-page';
import {
  answersFrom,
  choicesOf,
  emptyLabels,
  judgeAnswers,
  labelsFrom,
  listFields,
  singleFields,
} from '../evaluation/judge-check/labels';
import { numberedSheets, type NamedSheet } from '../evaluation/judge-check/numbered-sheets';
import type { Share } from '../evaluation/share';
import { characterNamed, withEvaluated, type EvaluatedFlags, type EvaluatePorts } from './evaluate-command';
import { readJson } from './json-files';
import type { Output } from './output';

export interface JudgeCheckFlags extends EvaluatedFlags {
  readonly seed: number;
  readonly count: number;
  readonly character?: string;
}

const JUDGE_FILE = 'judge.json';
/** Where `--judge-labels` leaves its result, and where the document's table is made from. */
export const AGREEMENT_FILE = 'agreement.json';

/** Fills `dir` with pictures, sheets, the key, the page, empty labels and, apart, the judge's answers. An agreement of before is taken away. */
export async function drawJudgeCheck(
  dir: string,
  flags: JudgeCheckFlags,
  ports: EvaluatePorts,
  output: Output,
): Promise<void> {
  const { seed, count } = flags;
  const { clock, signal } = ports;
  const character = characterNamed(flags.character);
  const started = clock.now();
  await withEvaluated(flags, ports, async ({ pipeline, judge }, temporary) => {
    const pictures = await drawCheckPictures(pipeline, judge, {
      seed,
      count,
      character,
      dir: temporary,
      signal,
      onPicture: (done) => {
        output.progress(`Picture ${done} of ${count}`);
      },
    });
    const { name: bundle } = pipeline.bundle.manifest;
    const bundleDigest = pipeline.bundle.digest;
    const check = [bundle, bundleDigest.slice(0, 12), seed, count, character ?? []].flat().join('-');
    const choices = choicesOf(judge.config);
    // Nothing of an earlier check may stand beside this one.
    await rm(join(dir, AGREEMENT_FILE), { force: true });
    await writePictures(
      join(dir, 'pictures'),
      pictures.map(({ id, png }) => ({ name: id, png })),
    );
    await writePictures(join(dir, 'sheets'), await numberedSheets(pictures));
    await writePictures(join(dir, 'key'), await keySheets());
    const empty = emptyLabels(
      check,
      choices,
      pictures.map(({ id }) => id),
    );
    await writeFile(join(dir, 'labels-empty.json'), jsonText(empty));
    await writeFile(join(dir, 'labels.html'), labelPage(pictures, check, choices));
    const answers = judgeAnswers({ check, bundle, bundleDigest, seed, choices }, pictures);
    await writeFile(join(dir, JUDGE_FILE), jsonText(answers));
    output.result({ check, bundle, seed, pictures: count, dir, ms: clock.now() - started }, [
      `${count} pictures: label them by labels.html, or by the sheets and labels-empty.json, before anybody opens ${JUDGE_FILE}. key/ shows what everything looks like.`,
    ]);
  });
}

async function writePictures(folder: string, pictures: readonly NamedSheet[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { name, png } of pictures) await writeFile(join(folder, `${name}.png`), png);
}

/** Counts the agreement of a file of labels with the judge's answers in `dir`, and leaves it there. */
export async function countJudgeLabels(dir: string, labelsPath: string, output: Output): Promise<void> {
  const answers = answersFrom(await readJson(join(dir, JUDGE_FILE)));
  const agreement = agreementOf(labelsFrom(await readJson(labelsPath)), answers);
  await writeFile(join(dir, AGREEMENT_FILE), jsonText(agreement));
  output.result(agreement, agreementLines(agreement));
}

function agreementLines({ labelled, pictures, overall, fields, lists, disagreements }: Agreement): string[] {
  return [
    `${labelled} of ${pictures} pictures labelled; the judge agrees in`,
    ...singleFields.map((name) => line(name, fields[name].agreement, `, ${fields[name].unclear} unclear`)),
    line('all four', overall),
    ...listFields.flatMap((name) => [
      line(`${name}, items`, lists[name].items, `, ${lists[name].unclear} lists unclear`),
      line(`${name}, whole lists`, lists[name].whole),
      line(`${name}, precision`, lists[name].precision),
      line(`${name}, recall`, lists[name].recall),
    ]),
    'shows what was meant, by the labels and by the judge',
    ...singleFields.map((name) => both(name, fields[name].meant)),
    ...listFields.map((name) => both(name, lists[name].meant)),
    ...(disagreements.length === 0 ? [] : ['disagreements']),
    ...disagreements.map(({ picture, field, label, judge }) => `  ${picture} ${field}: ${label}; the judge: ${judge}`),
  ];
}

const line = (name: string, share: Share, rest = ''): string => `  ${name.padEnd(20)} ${shareWords(share)}${rest}`;
const both = (name: string, { byLabel, byJudge }: { readonly byLabel: Share; readonly byJudge: Share }): string =>
  line(name, byLabel, `; ${shareWords(byJudge)}`);

function shareWords({ share, low, high, hits, trials }: Share): string {
  const percent = (value: number): string => (value * 100).toFixed(1);
  return share === null
    ? 'none to count'
    : `${percent(share)} % (${percent(low)} to ${percent(high)}; ${hits} of ${trials})`;
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
