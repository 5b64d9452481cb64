// What an evaluation says: the keys of the command line's contract for programs, and lines for people. Shares go from 0 to 1 and are
// null where nothing could be counted; each stands again under `counts` with its interval. Numbers come from evaluate.ts.
import type { Estimate } from './bootstrap';
import type { Evaluation } from './evaluate';
import { figureNames, type Shares } from './recall';
import type { Share } from './share';

/** How an evaluation was made; goes into the result, so that a table can say so. */
export interface EvaluationSettings {
  readonly bundle: string;
  readonly bundleDigest: string;
  readonly adapters: readonly string[];
  readonly device: string;
  readonly seed: number;
  readonly steps: number;
  readonly guidanceScale: number;
  readonly context: string;
  readonly panelsFrom: string;
  readonly character: string | null;
  readonly ms: number;
}

type PlainShares = Readonly<Record<keyof Shares, number | null>>;

export type EvaluationResult = ReturnType<typeof evaluationResult>;

/** One JSON value; a section that was not measured gives null. */
export function evaluationResult(
  { panels, stories, perplexity, dialogues }: Evaluation,
  count: number,
  settings: EvaluationSettings,
) {
  return {
    count,
    judge: panels === undefined ? null : plain(panels.judge),
    who: panels?.who.share ?? null,
    whoPronoun: panels?.whoPronoun.share ?? null,
    place: panels?.place.share ?? null,
    time: panels?.time.share ?? null,
    props: panels?.props.share ?? null,
    style: panels?.style.share ?? null,
    frechet: panels?.frechet ?? null,
    frechetCaption: panels?.frechetCaption ?? null,
    frechetOfRenders: panels?.frechetOfRenders ?? null,
    missingText: panels?.missingText.share ?? null,
    missingPicture: panels?.missingPicture.share ?? null,
    heroSeen: stories?.heroSeen?.share ?? null,
    contradictions: stories?.contradictions.share ?? null,
    coverage: stories?.coverage.share ?? null,
    repetition: stories?.repetition.share ?? null,
    perplexity: perplexity?.value ?? null,
    dialogueF1: dialogues?.f1.value ?? null,
    baseline:
      panels === undefined
        ? null
        : {
            ...plain(panels.baseline),
            whoPronoun: panels.baseline.whoPronoun.share,
            frechet: panels.baseline.frechet,
          },
    difference: panels?.difference ?? null,
    caption: panels === undefined ? null : plain(panels.caption),
    pictureBefore: panels === undefined ? null : plain(panels.pictureBefore),
    counts: {
      ...(panels === undefined
        ? {}
        : {
            ...sharesOf(panels),
            whoPronoun: panels.whoPronoun,
            missingText: panels.missingText,
            missingPicture: panels.missingPicture,
            judge: panels.judge,
            baseline: { ...sharesOf(panels.baseline), whoPronoun: panels.baseline.whoPronoun },
            caption: panels.caption,
            pictureBefore: panels.pictureBefore,
          }),
      ...(stories === undefined
        ? {}
        : {
            stories: stories.stories,
            storiesTold: stories.told,
            ...(stories.heroSeen === undefined ? {} : { heroSeen: stories.heroSeen }),
            contradictions: stories.contradictions,
            contradictionsByNames: stories.byNames,
            contradictionsOfRead: stories.contradictionsOfRead,
            coverage: stories.coverage,
            repetition: stories.repetition,
            worldStories: stories.world,
          }),
      ...(perplexity === undefined ? {} : { perplexity }),
      ...(dialogues === undefined
        ? {}
        : {
            dialogueF1: dialogues.f1,
            dialoguePrecision: dialogues.precision,
            dialogueRecall: dialogues.recall,
            dialogueEndless: dialogues.endless,
          }),
    },
    ...settings,
  };
}

/** For people: one figure a line, each with its interval. */
export function evaluationLines({ panels, stories, perplexity, dialogues }: Evaluation, count: number): string[] {
  const lines = [`${count} held-out questions each; 95 % intervals (Wilson for shares, bootstrap for the rest)`];
  const group = (title: string, shares: Shares): void => {
    lines.push(title, ...figureNames.map((name) => shareLine(`  ${name}`, shares[name])));
  };
  if (panels !== undefined) {
    const { baseline, difference } = panels;
    group('Drawn from the story, through vokens:', panels);
    lines.push(
      shareLine('  who, by a pronoun only', panels.whoPronoun),
      shareLine('  text missing', panels.missingText),
      shareLine('  picture missing or blank', panels.missingPicture),
      `${'  Fréchet distance'.padEnd(WIDTH)} ${numberText(panels.frechet)}  (two stages: ${numberText(baseline.frechet)}; true captions: ${numberText(panels.frechetCaption)}; between renders: ${numberText(panels.frechetOfRenders)})`,
    );
    group('Two stages: a caption is written in the picture’s place and drawn:', baseline);
    lines.push(
      shareLine('  who, by a pronoun only', baseline.whoPronoun),
      estimateLine('  ours less two stages, who', difference.who),
      estimateLine('  the same, by a pronoun', difference.whoPronoun),
    );
    group('Drawn from the true captions, without the story:', panels.caption);
    group('The picture before, shown again:', panels.pictureBefore);
    group('The judge on real held-out pictures:', panels.judge);
  }
  if (stories !== undefined) {
    lines.push(
      `${stories.stories} stories written on (in brackets behind: the world’s own):`,
      shareLine('  panels told before its end', stories.told),
      ...(stories.heroSeen === undefined ? [] : [shareLine('  the hero is in the picture', stories.heroSeen)]),
      shareLine('  contradicts or unreadable', stories.contradictions, stories.world.contradictions),
      shareLine('    names never shown', stories.byNames.heldOut),
      shareLine('    names of training', stories.byNames.usual),
      shareLine('  contradicts, of the read', stories.contradictionsOfRead),
      shareLine('  sentences read', stories.coverage, stories.world.coverage),
      shareLine('  four words said before', stories.repetition, stories.world.repetition),
    );
  }
  if (perplexity !== undefined) lines.push(estimateLine('Perplexity of narration', perplexity));
  if (dialogues !== undefined) {
    lines.push(
      'Answers in dialogues: a picture where it is due',
      estimateLine('  F1', dialogues.f1),
      shareLine('  precision', dialogues.precision),
      shareLine('  recall', dialogues.recall),
      shareLine('  answers without an end', dialogues.endless),
    );
  }
  return lines;
}

const WIDTH = 28;

function plain({ who, place, time, props, style }: Shares): PlainShares {
  return { who: who.share, place: place.share, time: time.share, props: props.share, style: style.share };
}

function sharesOf({ who, place, time, props, style }: Shares): Shares {
  return { who, place, time, props, style };
}

const numberText = (value: number | null): string => (value === null ? 'none to count' : value.toPrecision(4));
const percent = (value: number): string => (value * 100).toFixed(1);

function shareLine(name: string, { share, low, high, hits, trials }: Share, beside?: Share): string {
  const label = name.padEnd(WIDTH);
  if (share === null) return `${label} none to count`;
  const reference = beside?.share === undefined || beside.share === null ? '' : `  [${percent(beside.share)} %]`;
  return `${label} ${percent(share).padStart(5)} %  (${percent(low)} to ${percent(high)}; ${hits} of ${trials})${reference}`;
}

function estimateLine(name: string, { value, low, high, count }: Estimate): string {
  const label = name.padEnd(WIDTH);
  return value === null
    ? `${label} none to count`
    : `${label} ${numberText(value)}  (${numberText(low)} to ${numberText(high)}; ${count})`;
}
