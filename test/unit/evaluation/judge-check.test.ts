// The check of the judge by people: what is handed to whoever labels says nothing of what is right, labels are counted field by field,
// doubtful ones are not counted, and labels that cannot be meant are refused.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../main/evaluation/judge-check/agreement';
import type { CheckPicture } from '../../../main/evaluation/judge-check/check-pictures';
import { keySheets } from '../../../main/evaluation/judge-check/key-sheets';
import { labelPage } from '../../../main/evaluation/judge-check/label-page';
import {
  answersFrom,
  choicesOf,
  emptyLabels,
  judgeAnswers,
  labelsFrom,
  type JudgeAnswers,
  type Labels,
} from '../../../main/evaluation/judge-check/labels';
import { numberedSheets } from '../../../main/evaluation/judge-check/numbered-sheets';
import { agreementTable } from '../../../main/evaluation/report/agreement-table';
import { judgeConfigFrom } from '../../../native-models/architectures/judge';
import { ALL_CHARACTERS, type SceneGraph } from '../../../native-models/miniature/world/world';
import { judgeConfig } from '../../support/tiny-judge';

const choices = choicesOf(judgeConfigFrom(judgeConfig));
const graph: SceneGraph = {
  place: 'beach',
  time: 'night',
  style: 'ink',
  characters: [
    { id: 'fox', name: 'Pip', role: 'main' },
    { id: 'owl', name: 'Ola', role: 'other' },
  ],
  props: [{ id: 'lantern', relation: 'held', by: 'fox' }],
  seed: 1,
};
const right = { who: 'fox', present: ['owl', 'fox'], place: 'beach', time: 'night', style: 'ink', props: ['lantern'] };
const reading = { ...right, contrast: 1, features: new Float32Array(2) };
const picture = (id: string, wrong: Partial<typeof right> = {}): Omit<CheckPicture, 'png'> => ({
  id,
  graph,
  reading: { ...reading, ...wrong },
});
const about = { check: 'tiny-0-1-3', bundle: 'tiny', bundleDigest: '0123456789abcdef', seed: 1, choices };
const answersOf = (...pictures: Omit<CheckPicture, 'png'>[]): JudgeAnswers =>
  answersFrom(JSON.parse(JSON.stringify(judgeAnswers(about, pictures))));

const seen = { who: 'fox', others: ['owl'], place: 'beach', time: 'night', style: 'ink', props: ['lantern'] };
const labelsOf = (...pictures: object[]): Labels => labelsFrom({ check: about.check, pictures });

describe('what is handed to whoever labels', () => {
  it('has numbers and every possible answer, and none given', () => {
    const empty = emptyLabels('c', choices, ['001', '002']);
    const open = { who: null, others: null, place: null, time: null, props: null, style: null };
    expect(empty.pictures).toEqual([
      { picture: '001', ...open },
      { picture: '002', ...open },
    ]);
    expect(empty.choices.who).toEqual([...judgeConfig.labels.who, 'nobody']);
    expect(labelsFrom(empty).pictures).toEqual(empty.pictures);
  });

  it('is a page with all pictures, one of them shown, and nothing of a name that could be markup', () => {
    const png = Uint8Array.of(1, 2, 3);
    const nasty = { ...choices, props: ['"><script>alert(1)</script>'] };
    const page = labelPage(
      [
        { id: '001', png },
        { id: '002', png },
      ],
      'c',
      nasty,
    );
    expect(page.match(/<figure data-picture="\d+" hidden>/g)).toEqual(['<figure data-picture="002" hidden>']);
    expect(page).not.toContain('<script>alert');
    for (const field of ['who', 'others', 'place', 'time', 'props', 'style']) expect(page).toContain(`name="${field}"`);
    expect(page).not.toMatch(/https?:|selected|aria-pressed="true">/);
  });

  it('is a sheet for twenty pictures, drawn at twice their size', async () => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
    const sheets = await numberedSheets(
      Array.from({ length: 21 }, (_, i) => ({ id: String(i + 1).padStart(3, '0'), png })),
    );
    expect(sheets.map(({ name }) => name)).toEqual(['001-020', '021-021']);
    const { data, info } = await sharp(sheets[0]?.png).raw().toBuffer({ resolveWithObject: true });
    let red = 0;
    for (let at = 0; at < data.length; at += info.channels) red += data[at] === 255 && data[at + 1] === 0 ? 1 : 0;
    expect(red).toBe(20 * 256 * 256);
  });

  it('comes with a key in which every answer looks different', async () => {
    const sheets = await keySheets();
    expect(sheets.map(({ name }) => name)).toEqual(['characters', 'places-and-styles', 'times', 'things']);
    const { data, info } = await sharp(sheets[0]?.png).raw().toBuffer({ resolveWithObject: true });
    const looks = new Set<string>();
    for (let i = 0; i < ALL_CHARACTERS.length; i++) {
      const [left, top] = [12 + (i % 8) * 172, 34 + Math.floor(i / 8) * 214];
      const rows = Array.from({ length: 160 }, (_, y) => ((top + y) * info.width + left) * info.channels);
      looks.add(rows.map((at) => data.subarray(at, at + 160 * info.channels).toString('base64')).join());
    }
    expect(looks.size).toBe(ALL_CHARACTERS.length);
  });
});

describe('the agreement', () => {
  it('counts clear answers, each field by itself', () => {
    const answers = answersOf(picture('001'), picture('002', { who: 'owl', time: 'day' }), picture('003'));
    const { fields, overall, labelled, disagreements } = agreementOf(
      labelsOf({ picture: '001', ...seen }, { picture: '002', ...seen, place: 'unclear' }),
      answers,
    );
    expect(labelled).toBe(2);
    expect(fields.who.agreement).toMatchObject({ hits: 1, trials: 2 });
    expect(fields.place).toMatchObject({ agreement: { hits: 1, trials: 1 }, unclear: 1, open: 1 });
    expect(fields.time.meant).toMatchObject({ byLabel: { hits: 2, trials: 2 }, byJudge: { hits: 1, trials: 2 } });
    expect(overall).toMatchObject({ hits: 1 + 1 + 1 + 2, trials: 2 + 1 + 2 + 2 });
    expect(disagreements).toEqual([
      { picture: '002', field: 'who', label: 'fox', judge: 'owl' },
      { picture: '002', field: 'time', label: 'night', judge: 'day' },
    ]);
  });

  it('counts lists item by item; a doubted item is neither there nor missing', () => {
    const answers = answersOf(picture('001', { props: ['kite', 'map'] }));
    const { props } = agreementOf(
      labelsOf({ picture: '001', ...seen, props: ['lantern', 'kite', 'map?'] }),
      answers,
    ).lists;
    expect(props.items).toMatchObject({ hits: choices.props.length - 2, trials: choices.props.length - 1 });
    expect(props.precision).toMatchObject({ hits: 1, trials: 1 });
    expect(props.recall).toMatchObject({ hits: 1, trials: 2 });
    expect(props.whole).toMatchObject({ hits: 0, trials: 1 });
    expect(props.meant).toMatchObject({ byLabel: { hits: 1, trials: 1 }, byJudge: { hits: 0, trials: 1 } });
  });

  it('takes everybody but the labelled main character as company', () => {
    const answers = answersOf(picture('001', { who: 'owl' }), picture('002', { present: ['fox', 'bear'] }));
    const { fields, lists } = agreementOf(labelsOf({ picture: '001', ...seen }, { picture: '002', ...seen }), answers);
    expect(fields.who.agreement).toMatchObject({ hits: 1, trials: 2 });
    expect(lists.others).toMatchObject({
      whole: { hits: 1, trials: 2 },
      precision: { hits: 1, trials: 2 },
      recall: { hits: 1, trials: 2 },
    });
  });

  it('leaves company out where the main character is not clear', () => {
    const answers = answersOf(picture('001'), picture('002'));
    const { others } = agreementOf(
      labelsOf({ picture: '001', ...seen, who: 'unclear' }, { picture: '002', ...seen, who: null }),
      answers,
    ).lists;
    expect(others).toMatchObject({ unclear: 1, open: 1, whole: { trials: 0 } });
  });

  it('counts nobody against a judge that always sees somebody', () => {
    const { who } = agreementOf(labelsOf({ picture: '001', who: 'nobody' }), answersOf(picture('001'))).fields;
    expect(who.agreement).toMatchObject({ hits: 0, trials: 1 });
  });

  it('refuses what cannot be meant', () => {
    const answers = answersOf(picture('001'));
    const count = (label: object) => () => agreementOf(labelsOf(label), answers);
    expect(() => agreementOf({ ...labelsOf(), check: 'x' }, answers)).toThrow(/x;.*tiny-0-1-3/);
    expect(count({ picture: '009' })).toThrow(/no picture "009"/);
    expect(() => agreementOf(labelsOf({ picture: '001' }, { picture: '001' }), answers)).toThrow(/twice/);
    expect(count({ picture: '001', who: 'Fox' })).toThrow(/who cannot be "Fox"/);
    expect(count({ picture: '001', props: ['lamp'] })).toThrow(/props cannot be "lamp"/);
    expect(count({ picture: '001', who: 'fox', others: ['fox'] })).toThrow(/others cannot be "fox"/);
    expect(() => labelsFrom({ check: 'c', pictures: [{ picture: '001', props: 'lantern' }] })).toThrow(/not labels/);
  });
});

describe('the table of the agreement', () => {
  it('has measured numbers, or says that there are none', () => {
    expect(agreementTable(undefined)).toContain('Nobody has labelled drawings yet.');
    expect(agreementTable(undefined)).not.toMatch(/\d %/);
    const agreement = agreementOf(labelsOf({ picture: '001', ...seen }), answersOf(picture('001'), picture('002')));
    const tables = agreementTable(JSON.parse(JSON.stringify(agreement)));
    expect(tables).toContain('1 of 2 labelled');
    expect(tables).toMatch(/\| who \| 100\.0 % \(20\.7 to 100\.0\) \| 0 \|/);
    expect(tables).toMatch(/\| all four \| 100\.0 % \(51\.0 to 100\.0\) \|/);
    expect(() => agreementTable({})).toThrow(/no agreement/);
  });
});
