// The judge of drawings: a small convolutional classifier that reads who, where, when and which props from a picture of
// the built-in world. Trained on real renders only; it measures and never helps to draw. Not part of a bundle: its
// weights live with the tests (test/support/judge), trained by native-models/miniature/recipe/judge.py.
import { StudioError } from '../../common/base/studio-error';
import { activate } from '../nn/activations';
import { conv2d } from '../nn/conv2d';
import { groupNorm } from '../nn/group-norm';
import { linear } from '../nn/linear';
import type { ParamScope } from '../nn/param-scope';
import { ops, type Value } from '../onnx';
import { ConfigFields } from './config-fields';

/** What a judge can be asked: `present` are all characters of the picture, `who` is the main one. */
export const judgeHeads = ['who', 'present', 'place', 'time', 'props'] as const;
export type JudgeHead = (typeof judgeHeads)[number];

export interface JudgeConfig {
  readonly sizePx: number;
  /** Channels after each halving convolution. */
  readonly channels: readonly number[];
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
  if (levels === 0) throw new StudioError('bad-request', `${owner}: channels must be a list of sizes.`);
  return {
    sizePx: fields.size('sizePx'),
    channels: fields.sizes('channels', levels),
    groups: fields.size('groups'),
    eps: fields.number('eps', 1e-5),
    labels: {
      who: labelsAt(owner, record.labels, 'who'),
      present: labelsAt(owner, record.labels, 'present'),
      place: labelsAt(owner, record.labels, 'place'),
      time: labelsAt(owner, record.labels, 'time'),
      props: labelsAt(owner, record.labels, 'props'),
    },
  };
}

export interface Judgement {
  /** Logits per head, (B, classes): softmax for who, place and time, sigmoid for present and props. */
  readonly logits: Readonly<Record<JudgeHead, Value>>;
  /** What the heads read, (B, C): the space of the Fréchet distance. */
  readonly features: Value;
}

/** Keys `convolutions.{i}`, `norms.{i}`, `heads.{name}`. image (B, 3, H, W) in [-1, 1], H and W known */
export function judge(scope: ParamScope, image: Value, { channels, groups, eps, labels }: JudgeConfig): Judgement {
  let plane = image;
  let before = 3;
  for (const [i, width] of channels.entries()) {
    const convolved = conv2d(scope.child(`convolutions.${i}`), plane, { in: before, out: width, stride: 2 }); // halves H, W
    plane = activate(
      'relu',
      groupNorm(scope.child(`norms.${i}`), convolved, { channels: width, groups, epsilon: eps }),
    );
    before = width;
  }
  const features = ops.ReduceMean(plane, { axes: [2, 3], keepdims: false }); // (B, C)
  const read = (head: JudgeHead): Value =>
    linear(scope.child(`heads.${head}`), features, { in: before, out: labels[head].length }); // (B, classes)
  const logits = {
    who: read('who'),
    present: read('present'),
    place: read('place'),
    time: read('time'),
    props: read('props'),
  };
  return { logits, features };
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
