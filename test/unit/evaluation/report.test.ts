// The report's pages and tables: nothing of a model becomes markup, the ballot tells nobody which picture is whose, votes are counted by
// the key, and a table has either a measured number or the words that say it has none.
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../../main/evaluation/share';
import { arms, type ArmName } from '../../../main/evaluation/report/arms';
import { countVotes, type BallotKey, type BallotPair } from '../../../main/evaluation/report/ballot';
import { ballotPage } from '../../../main/evaluation/report/ballot-page';
import { figureTables } from '../../../main/evaluation/report/figures-tables';
import { escaped, htmlPage, pictureTag } from '../../../main/evaluation/report/html-page';
import { NOT_MEASURED } from '../../../main/evaluation/report/markdown';

const png = (byte: number): Uint8Array => Uint8Array.of(0x89, 0x50, byte);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('a page', () => {
  it('shows what a model wrote as text, also in attributes', () => {
    const nasty = `"><script>alert('1')</script>&`;
    for (const part of [escaped(nasty), pictureTag(png(1), nasty, 10), htmlPage({ title: nasty, style: '', body: '' })])
      expect(part).not.toMatch(/<script>|alert\('|"">/);
  });

  it('may load nothing from anywhere', () => {
    const page = htmlPage({ title: 'a', style: '', body: '', script: 'void 0;' });
    expect(page).toContain(`default-src 'none'`);
    expect(page).not.toMatch(/https?:|src="(?!data:)/);
  });
});

describe('the ballot', () => {
  const pair = (id: string, a: number, b: number): BallotPair => ({
    id,
    context: [{ text: 'Before <b>', png: png(9) }],
    text: `Text ${id}`,
    a: png(a),
    b: png(b),
  });

  it('is the same page whichever side is the model’s', () => {
    const page = ballotPage([pair('0', 1, 2), pair('4', 3, 4)], 'x-1');
    expect(page.indexOf(base64(png(1)))).toBeLessThan(page.indexOf(base64(png(2))));
    expect(page).toContain('data-ballot="x-1"');
    expect(page).toContain('Before &#60;b&#62;');
    expect(page).not.toMatch(/ours|theirs|baseline|voken|two.stage/i);
    for (const question of ['fits', 'drawn'])
      expect(page.match(new RegExp(`data-question="${question}"`, 'g'))).toHaveLength(2 * 3);
  });

  const key: BallotKey = { ballot: 'x-1', ours: { 0: 'a', 4: 'b' } };

  it('is counted by the key, answers left out are not', () => {
    const votes = [
      { ballot: 'x-1', answers: [{ pair: '0', fits: 'a', drawn: 'b' } as const, { pair: '4', fits: 'b' } as const] },
      { ballot: 'x-1', answers: [{ pair: '4', fits: 'a', drawn: 'same' } as const] },
    ];
    expect(countVotes(key, votes)).toMatchObject({
      fits: { ours: { hits: 2, trials: 3 }, theirs: { hits: 1 }, same: { hits: 0 } },
      drawn: { ours: { hits: 0, trials: 2 }, theirs: { hits: 1 }, same: { hits: 1 } },
    });
  });

  it('refuses answers to another ballot and to pairs that it does not have', () => {
    expect(() => countVotes(key, [{ ballot: 'y', answers: [] }])).toThrow(/x-1/);
    expect(() => countVotes(key, [{ ballot: 'x-1', answers: [{ pair: '7', fits: 'a' }] }])).toThrow(/"7"/);
  });
});

describe('the tables', () => {
  const share = shareOf(30, 40);
  const shares = { who: share, place: share, time: share, props: share, style: share };
  const estimate = { value: 0.25, low: 0.1, high: 0.4, count: 40 };
  const result = {
    count: 40,
    bundle: 'tiny',
    bundleDigest: '0123456789abcdef',
    seed: 7,
    steps: 16,
    guidanceScale: 4,
    frechet: 1.5,
    frechetCaption: 1,
    frechetOfRenders: null,
    baseline: { frechet: 2 },
    difference: { who: estimate, whoPronoun: estimate },
    counts: { ...shares, whoPronoun: shareOf(0, 0), baseline: { ...shares, whoPronoun: share } },
  };

  it('say of every arm without a file that it is not measured, and give the command that measures it', () => {
    const tables = figureTables({ results: {} });
    expect(tables).not.toMatch(/\d %/);
    for (const name of Object.keys(arms) as ArmName[])
      expect(tables).toContain(`evaluate ${arms[name].flags} --json > report/${name}.json`);
  });

  it('give a share with its interval where there is one', () => {
    const line = (tables: string, label: string): string =>
      tables.split('\n').find((row) => row.startsWith(`| ${label} |`)) ?? '';
    const tables = figureTables({ results: { picture: result } });
    expect(line(tables, arms.picture.label)).toMatch(/75\.0 % \(59\.8 to 85\.8\).*none to count.*1\.50 \|$/);
    expect(line(tables, arms.text.label)).toContain(NOT_MEASURED);
    expect(line(figureTables({ results: { main: result } }), 'all panels')).toContain('0.250 (0.100 to 0.400)');
  });

  it('refuse a file that is something else', () => {
    expect(() => figureTables({ results: { none: { hello: 1 } } })).toThrow(/none\.json is no result/);
  });
});
