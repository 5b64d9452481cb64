// The judge of drawings: a small convolutional classifier that reads who, where, when, in what style and which props from a picture
// of the built-in world. Trained on real renders only; it measures and never helps to draw. Not part of a bundle: its weights live
// with the tests (test/support/judge), trained by native-models/miniature/recipe/judge.py. Residual blocks: He et al.,
// arXiv 1512.03385; an attention map for each class, so that a small prop is not averaged away: Ilse et al., arXiv 1802.04712.
import { StudioError } from '../../common/base/studio-error';
import { activate } from '../nn/activations';
import { conv2d } from '../nn/conv2d';
import { groupNorm } from '../nn/group-norm';
import { linear } from '../nn/linear';
import type { ParamScope } from '../nn/param-scope';
import { ops, type Value } from '../onnx';
import { ConfigFields } from './config-fields';

/** What a judge can be asked: `present` are all characters of the picture, `who` is the main one. */
export const judgeHeads = ['who', 'present', 'place', 'time', 'style', 'props'] as const;
export type JudgeHead = (typeof judgeHeads)[number];

export interface JudgeConfig {
  readonly sizePx: number;
  /** Channels of each level; a level halves height and width. */
  readonly channels: readonly number[];
  /** Residual blocks of each level. */
  readonly blocks: readonly number[];
  readonly groups: number;
  readonly eps: number;
  /** Names of each head's classes, in the order of its logits. */
  readonly labels: Readonly<Record<JudgeHead, readonly string[]>>;
}

/** Reads the judge's config.json. Throws `bad-request` naming the field. */
export function judgeConfigFrom(json: unknown): JudgeConfig {
  const owner = 'judge/config.json';
  const fields = new ConfigFields(owner, json);
  const record = json as { readonly channels?: unknown; readonly labels?: unknown };
  const levels = Array.isArray(record.channels) ? record.channels.length : 0;
  if (levels < 2) throw new StudioError('bad-request', `${owner}: channels must be a list of at least two sizes.`);
  const labelsOf = (head: JudgeHead): readonly string[] => labelsAt(owner, record.labels, head);
  return {
    sizePx: fields.size('sizePx'),
    channels: fields.sizes('channels', levels),
    blocks: blocksAt(owner, json, levels),
    groups: fields.size('groups'),
    eps: fields.number('eps', 1e-5),
    labels: forHeads(labelsOf),
  };
}

export interface Judgement {
  /** Logits per head, (B, classes): softmax for who, place, time and style, sigmoid for present and props. */
  readonly logits: Readonly<Record<JudgeHead, Value>>;
  /** What the heads read, (B, C): the space of the Fréchet distance. */
  readonly features: Value;
}

/**
 * Keys `levels.{i}.down`, `.norm`, `.blocks.{j}`, then `merge`, then `heads.{name}.values` and `.attention`.
 * @param image (B, 3, H, W) in [-1, 1]; H and W known, multiples of 2 to the number of levels
 */
export function judge(scope: ParamScope, image: Value, config: JudgeConfig): Judgement {
  const { channels, labels } = config;
  let finer = image;
  let plane = image;
  for (const [i, width] of channels.entries()) {
    finer = plane;
    plane = level(scope.child(`levels.${i}`), plane, config, { before: channels[i - 1] ?? 3, width, index: i }); // halves H, W
  }
  const width = channels.at(-2) ?? 0;
  const whole = conv2d(scope.child('merge'), plane, { in: channels.at(-1) ?? 0, out: width, kernel: 1 });
  const merged = activate('relu', ops.Add(finer, ops.Resize(whole, [1, 1, 2, 2]))); // (B, C, h, w)
  const [, , h = 0, w = 0] = merged.shape;
  const places = ops.Transpose(ops.Reshape(merged, [0, width, Number(h) * Number(w)]), { perm: [0, 2, 1] }); // (B, N, C)
  const read = (head: JudgeHead): Value => {
    const sizes = { in: width, out: labels[head].length };
    const values = linear(scope.child(`heads.${head}.values`), places, sizes); // (B, N, classes)
    const attention = linear(scope.child(`heads.${head}.attention`), places, sizes);
    const weights = ops.Softmax(attention, { axis: 1 });
    return ops.ReduceSum(ops.Mul(weights, values), { axes: [1], keepdims: false }); // (B, classes)
  };
  return { logits: forHeads(read), features: ops.ReduceMean(places, { axes: [1], keepdims: false }) };
}

interface LevelSizes {
  readonly before: number;
  readonly width: number;
  readonly index: number;
}

/** (B, before, H, W) -> (B, width, H/2, W/2) */
function level(scope: ParamScope, x: Value, config: JudgeConfig, { before, width, index }: LevelSizes): Value {
  const normal = (at: ParamScope, value: Value): Value =>
    groupNorm(at, value, { channels: width, groups: config.groups, epsilon: config.eps });
  const down = conv2d(scope.child('down'), x, { in: before, out: width, stride: 2 });
  let plane = activate('relu', normal(scope.child('norm'), down));
  for (let j = 0; j < (config.blocks[index] ?? 0); j++) {
    const block = scope.child(`blocks.${j}`);
    const same = { in: width, out: width };
    const first = normal(block.child('norm1'), conv2d(block.child('conv1'), plane, same));
    const second = normal(block.child('norm2'), conv2d(block.child('conv2'), activate('relu', first), same));
    plane = activate('relu', ops.Add(plane, second));
  }
  return plane;
}

function forHeads<T>(make: (head: JudgeHead) => T): Record<JudgeHead, T> {
  return {
    who: make('who'),
    present: make('present'),
    place: make('place'),
    time: make('time'),
    style: make('style'),
    props: make('props'),
  };
}

function blocksAt(owner: string, json: unknown, levels: number): readonly number[] {
  const list: unknown = (json as { readonly blocks?: unknown }).blocks;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (Array.isArray(list) && list.length === levels && list.every(isCount)) return list;
  throw new StudioError(
    'bad-request',
    `${owner}: blocks is ${JSON.stringify(list)}; expected ${levels} whole numbers, one for each of the channels.`,
  );
}

function labelsAt(owner: string, labels: unknown, head: JudgeHead): readonly string[] {
  const list: unknown =
    typeof labels === 'object' && labels !== null ? (labels as Record<string, unknown>)[head] : undefined;
  if (Array.isArray(list) && list.length > 0 && list.every((name) => typeof name === 'string')) return list;
  throw new StudioError(
    'bad-request',
    `${owner}: labels.${head} is ${JSON.stringify(list)}; expected a list of names.`,
  );
}
