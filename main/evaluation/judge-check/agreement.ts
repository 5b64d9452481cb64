// How far the judge agrees with people who looked: per field the share of clearly labelled pictures where both say the same, for lists
// also item by item; and, of the same pictures, how many show what was meant by the one and by the other, which is what an error of
// the judge does to a figure. Counts labels and answers only; drawing and reading pictures is check-pictures.ts.
import { StudioError } from '../../../common/base/studio-error';
import { shareOf, Tally, type Share } from '../share';
import {
  listFields,
  singleFields,
  UNCLEAR,
  type Choices,
  type JudgeAnswers,
  type Labels,
  type ListField,
  type PictureLabel,
  type Seen,
  type SingleField,
} from './labels';

/** Of the same pictures, those that show what was meant: as the labels say, and as the judge says. */
export interface ShowsMeant {
  readonly byLabel: Share;
  readonly byJudge: Share;
}

interface FieldCounts {
  /** Pictures that were looked at and did not let one tell. */
  readonly unclear: number;
  /** Pictures without a label here. */
  readonly open: number;
  readonly meant: ShowsMeant;
}

export interface SingleAgreement extends FieldCounts {
  readonly agreement: Share;
}

export interface ListAgreement extends FieldCounts {
  /** Of all pairs of picture and id that a label settles, most of them absent in both. */
  readonly items: Share;
  /** Of the pictures, those where the whole list is the same. */
  readonly whole: Share;
  /** Of what the judge sees, what the labels have too; of what the labels have, what the judge sees. */
  readonly precision: Share;
  readonly recall: Share;
}

export interface Disagreement {
  readonly picture: string;
  readonly field: SingleField | ListField;
  readonly label: string;
  readonly judge: string;
}

export interface Agreement {
  readonly check: string;
  readonly bundle: string;
  readonly bundleDigest: string;
  readonly seed: number;
  readonly pictures: number;
  /** Pictures with at least one clear answer. */
  readonly labelled: number;
  /** All clear answers of the fields that have one answer. */
  readonly overall: Share;
  readonly fields: Readonly<Record<SingleField, SingleAgreement>>;
  readonly lists: Readonly<Record<ListField, ListAgreement>>;
  readonly disagreements: readonly Disagreement[];
}

/** One picture with all that is known of it. */
interface Case {
  readonly label: PictureLabel;
  readonly judge: Seen;
  readonly meant: Seen;
}

/**
 * Holds labels against answers. Throws `bad-request` for labels of another check, of pictures that it does not have, given twice,
 * or with an id that cannot be answered.
 */
export function agreementOf(labels: Labels, answers: JudgeAnswers): Agreement {
  const { check, bundle, bundleDigest, seed } = answers;
  const cases = casesOf(labels, answers);
  const disagreements: Disagreement[] = [];
  const one = (field: SingleField): SingleAgreement => singleAgreement(field, cases, disagreements);
  const many = (field: ListField): ListAgreement => listAgreement(field, cases, answers.choices[field], disagreements);
  const fields = { who: one('who'), place: one('place'), time: one('time'), style: one('style') };
  const lists = { others: many('others'), props: many('props') };
  const all = singleFields.map((field) => fields[field].agreement);
  return {
    check,
    bundle,
    bundleDigest,
    seed,
    pictures: answers.pictures.length,
    labelled: cases.filter(({ label }) => isLabelled(label)).length,
    overall: shareOf(sum(all.map(({ hits }) => hits)), sum(all.map(({ trials }) => trials))),
    fields,
    lists,
    disagreements: disagreements.sort((a, b) => a.picture.localeCompare(b.picture, 'en', { numeric: true })),
  };
}

function casesOf({ check, pictures }: Labels, answers: JudgeAnswers): Case[] {
  if (check !== answers.check)
    throw new StudioError(
      'bad-request',
      `These labels belong to the check ${check}; the judge's answers are to ${answers.check}.`,
    );
  const known = new Map(answers.pictures.map((answer) => [answer.picture, answer]));
  const labelOf = new Map<string, PictureLabel>();
  for (const label of pictures) {
    if (!known.has(label.picture)) throw new StudioError('bad-request', `The check has no picture "${label.picture}".`);
    if (labelOf.has(label.picture)) throw new StudioError('bad-request', `Picture ${label.picture} is labelled twice.`);
    checkAnswers(label, answers.choices);
    labelOf.set(label.picture, label);
  }
  return answers.pictures.map(({ picture, judge, meant }) => ({
    label: labelOf.get(picture) ?? notLabelled(picture),
    judge,
    meant,
  }));
}

const notLabelled = (picture: string): PictureLabel => ({
  picture,
  who: null,
  others: null,
  place: null,
  time: null,
  props: null,
  style: null,
});

function checkAnswers(label: PictureLabel, choices: Choices): void {
  const refuse = (field: string, answer: string, hint: string): never => {
    throw new StudioError('bad-request', `Picture ${label.picture}: ${field} cannot be "${answer}".`, { hint });
  };
  for (const field of singleFields) {
    const answer = label[field];
    if (answer === null || answer === UNCLEAR || choices[field].includes(answer)) continue;
    refuse(field, answer, `It is ${[...choices[field], UNCLEAR].join(', ')}, or null.`);
  }
  for (const field of listFields) {
    const answer = label[field];
    if (answer === null || answer === UNCLEAR) continue;
    const stray = answer.find((id) => !choices[field].includes(withoutDoubt(id)));
    if (stray !== undefined)
      refuse(field, stray, `It is a list of ${choices[field].join(', ')}; "${UNCLEAR}"; or null.`);
  }
  if (Array.isArray(label.others) && label.others.some((id) => withoutDoubt(id) === label.who))
    refuse('others', label.who ?? '', 'The main character stands in who.');
}

function singleAgreement(field: SingleField, cases: readonly Case[], disagreements: Disagreement[]): SingleAgreement {
  const [agreement, byLabel, byJudge] = [new Tally(), new Tally(), new Tally()];
  let [unclear, open] = [0, 0];
  for (const { label, judge, meant } of cases) {
    const answer = label[field];
    if (answer === null) open += 1;
    else if (answer === UNCLEAR) unclear += 1;
    else {
      agreement.add(answer === judge[field]);
      byLabel.add(answer === meant[field]);
      byJudge.add(judge[field] === meant[field]);
      if (answer !== judge[field])
        disagreements.push({ picture: label.picture, field, label: answer, judge: judge[field] });
    }
  }
  return { agreement: agreement.share(), unclear, open, meant: { byLabel: byLabel.share(), byJudge: byJudge.share() } };
}

/** What was meant and is missing in the list, or in the judge's, counts against each; a thing too many does not, as in recall.ts. */
function listAgreement(
  field: ListField,
  cases: readonly Case[],
  ids: readonly string[],
  disagreements: Disagreement[],
): ListAgreement {
  const tally = { items: new Tally(), whole: new Tally(), precision: new Tally(), recall: new Tally() };
  const [byLabel, byJudge] = [new Tally(), new Tally()];
  let [unclear, open] = [0, 0];
  for (const { label, judge, meant } of cases) {
    const answer = label[field];
    const main = field === 'others' ? label.who : undefined;
    if (answer === null || main === null) open += 1;
    else if (answer === UNCLEAR || main === UNCLEAR) unclear += 1;
    else {
      const doubted = new Set(answer.filter((id) => id.endsWith('?')).map(withoutDoubt));
      const settled = ids.filter((id) => id !== main && !doubted.has(id));
      const [seen, read, wanted] = [new Set(answer), new Set(listOf(judge, field)), new Set(wantedOf(meant, field))];
      for (const id of settled) {
        tally.items.add(seen.has(id) === read.has(id));
        if (read.has(id)) tally.precision.add(seen.has(id));
        if (seen.has(id)) tally.recall.add(read.has(id));
        if (wanted.has(id)) byLabel.add(seen.has(id));
        if (wanted.has(id)) byJudge.add(read.has(id));
      }
      const [ours, theirs] = [settled.filter((id) => seen.has(id)), settled.filter((id) => read.has(id))];
      const isSame = listText(ours) === listText(theirs);
      tally.whole.add(isSame);
      if (!isSame)
        disagreements.push({ picture: label.picture, field, label: listText(ours), judge: listText(theirs) });
    }
  }
  return {
    items: tally.items.share(),
    whole: tally.whole.share(),
    precision: tally.precision.share(),
    recall: tally.recall.share(),
    unclear,
    open,
    meant: { byLabel: byLabel.share(), byJudge: byJudge.share() },
  };
}

/**
 * The judge reads everybody at once; "others" are those that are not the *labelled* main character, so that a judge that only mixes up
 * who is the main one is wrong in `who` and right here.
 */
const listOf = ({ present, props }: Seen, field: ListField): readonly string[] =>
  field === 'others' ? present : props;
const wantedOf = (meant: Seen, field: ListField): readonly string[] =>
  listOf(meant, field).filter((id) => field !== 'others' || id !== meant.who);

const withoutDoubt = (id: string): string => (id.endsWith('?') ? id.slice(0, -1) : id);
const listText = (ids: readonly string[]): string => (ids.length === 0 ? 'none' : ids.join(', '));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const isLabelled = (label: PictureLabel): boolean =>
  [...singleFields, ...listFields].some((field) => label[field] !== null && label[field] !== UNCLEAR);
