// Does the answer to a turn hold a picture where it should? Held-out conversations, each answer after the true turns before it and their
// rendered pictures; the model is free to end its text with or without a picture. Format: <s> Writer: t1 Studio: t2 <Img> 32 </Img> ...;
// source of the question: MMDialog (J. Feng et al., ACL 2023). Not the text of the answers: nobody reads it here.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import { throwIfCancelled } from '../../common/base/studio-error';
import {
  makeDialogue,
  renderScene,
  type CharacterId,
  type DialogueTurn,
} from '../../native-models/miniature/world/world';
import type { Pipeline } from '../pipeline/pipeline';
import { passageIds, tokenSegments, type Segment } from '../pipeline/prompt';
import { bootstrap, type Estimate } from './bootstrap';
import { continueWriting, pictureBrackets } from './continuation';
import { shareOf, type Share } from './share';

export interface DialogueRequest {
  readonly seed: number;
  /** Conversations; all of their answers are asked for. */
  readonly count: number;
  readonly character?: CharacterId | undefined;
  /** Receives the pictures of the conversations. */
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onDialogue?: ((done: number, count: number) => void) | undefined;
}

export interface DialogueFigures {
  /** Harmonic mean of precision and recall, with an interval over conversations. */
  readonly f1: Estimate;
  /** Of the answers that drew, those that should. */
  readonly precision: Share;
  /** Of the answers that should draw, those that did. */
  readonly recall: Share;
  /** Answers that found no end within the bundle's longest passage; they count as answers without a picture. */
  readonly endless: Share;
}

/** One answer: whether it should have a picture, whether it had one, and whether it came to an end. */
export interface Answer {
  readonly isDue: boolean;
  readonly isDrawn: boolean;
  readonly hasEnd: boolean;
}

/** What stands before a turn, as in training (native-models/miniature/recipe/sequences.py). */
const SPEAKERS: Readonly<Record<DialogueTurn['speaker'], string>> = { writer: 'Writer:', studio: 'Studio:' };

/** Asks for every answer of `count` held-out conversations. Throws `cancelled` between two runs once the signal fires. */
export async function measureDialogues(pipeline: Pipeline, request: DialogueRequest): Promise<DialogueFigures> {
  const { seed, count, character, dir, signal, onDialogue } = request;
  await mkdir(dir, { recursive: true });
  const dialogues: Answer[][] = [];
  for (let index = 0; index < count; index++) {
    const rng = new Rng(seed).fork(`dialogue-${index}`);
    const turns = makeDialogue(rng.fork('turns'), { heldOut: true, ...(character === undefined ? {} : { character }) });
    dialogues.push(await answersTo(pipeline, turns, { rng, dir, name: String(index), signal }));
    onDialogue?.(index + 1, count);
  }
  return dialogueFigures(dialogues, seed);
}

/** Counts answers, grouped by conversation. */
export function dialogueFigures(dialogues: readonly (readonly Answer[])[], seed: number): DialogueFigures {
  const counted = dialogues.map(countsOf);
  const { right, drawn, due } = sumOf(counted);
  const answers = dialogues.flat();
  return {
    f1: bootstrap(
      counted,
      (sample) => {
        const all = sumOf(sample);
        return (2 * all.right) / (all.drawn + all.due);
      },
      seed,
    ),
    precision: shareOf(right, drawn),
    recall: shareOf(right, due),
    endless: shareOf(answers.filter(({ hasEnd }) => !hasEnd).length, answers.length),
  };
}

interface Counts {
  readonly right: number;
  readonly drawn: number;
  readonly due: number;
}

function countsOf(answers: readonly Answer[]): Counts {
  return {
    right: answers.filter(({ isDue, isDrawn }) => isDue && isDrawn).length,
    drawn: answers.filter(({ isDrawn }) => isDrawn).length,
    due: answers.filter(({ isDue }) => isDue).length,
  };
}

function sumOf(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (sum, { right, drawn, due }) => ({ right: sum.right + right, drawn: sum.drawn + drawn, due: sum.due + due }),
    { right: 0, drawn: 0, due: 0 },
  );
}

interface Asking {
  readonly rng: Rng;
  readonly dir: string;
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

async function answersTo(
  pipeline: Pipeline,
  turns: readonly DialogueTurn[],
  { rng, dir, name, signal }: Asking,
): Promise<Answer[]> {
  const { tokenizer, viewer, bundle } = pipeline;
  const { tokens, prompt, picture, defaults } = bundle.manifest;
  const firstVoken = tokens.vokens[0]!;
  const said = (text: string): Segment[] => tokenSegments(passageIds(text, tokenizer));
  const segments: Segment[] = [{ kind: 'tokens', ids: [tokens.bos] }];
  const answers: Answer[] = [];
  for (const [at, turn] of turns.entries()) {
    throwIfCancelled(signal);
    segments.push(...said(SPEAKERS[turn.speaker]));
    if (turn.speaker === 'studio') {
      const { end } = await continueWriting(pipeline, {
        segments,
        ends: [firstVoken, tokens.eos],
        maxTokens: prompt.maxPanelTokens,
        sampling: defaults,
        rng: rng.fork(`answer-${at}`),
        signal,
      });
      answers.push({ isDue: turn.graph !== undefined, isDrawn: end === firstVoken, hasEnd: end !== undefined });
    }
    segments.push(...said(turn.text));
    if (turn.graph !== undefined) {
      const path = join(dir, `dialogue-${name}-${at}.png`);
      await writeFile(path, await renderScene(turn.graph, picture.sizePx));
      segments.push({ kind: 'picture', hash: await viewer.hashOf(path), ...pictureBrackets(pipeline) });
    }
  }
  return answers;
}
