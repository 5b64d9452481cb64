// ParamScope: where a network gets its parameters, and what each of them is (frozen weight, fed input, training target).
// A network asks by published key and shape and never knows; so one definition serves inference and training.
// Not a reader of files: sources are given (weights/ has them). LoRA: Hu et al. 2021, arXiv 2106.09685, PEFT's names.
import { StudioError } from '../../common/base/studio-error';
import {
  initializer,
  input,
  ops,
  shapeText,
  typeText,
  type ExternalTensor,
  type Shape,
  type TensorData,
  type Value,
} from '../onnx';

/** Tensors by published key, in memory or as ranges of files. weights/ provides several. */
export interface TensorSource {
  has(key: string): boolean;
  /** Throws `weights-corrupt` when there is no such tensor. */
  get(key: string): TensorData | ExternalTensor;
}

/** A low-rank adapter of one layer: y += (x Aᵀ) Bᵀ, any scale already folded into B; of a convolution, two convolutions in a row. */
export interface LoraFeed {
  /** (r, in) or (r, in, k, k), r symbolic; a rank of 0 is legal in a linear layer and means no adapter. */
  readonly a: Value;
  /** (out, r) or (out, r, 1, 1) */
  readonly b: Value;
}

/** Sizes of a layer that an adapter may sit on. */
export interface LoraSite {
  readonly in: number;
  readonly out: number;
  /** Side of a convolution's square kernel; without it the layer is linear. */
  readonly kernel?: number | undefined;
}

/** Shapes of the two tensors of an adapter of this rank there, as PEFT stores them. */
export function loraShapes<R extends number | string>(
  { in: width, out, kernel }: LoraSite,
  rank: R,
): { readonly a: readonly (number | R)[]; readonly b: readonly (number | R)[] } {
  const [window, point] =
    kernel === undefined
      ? [[], []]
      : [
          [kernel, kernel],
          [1, 1],
        ];
  return { a: [rank, width, ...window], b: [out, rank, ...point] };
}

export interface ParamScope {
  /** Published key of this place, segments joined with dots; empty at the root. */
  readonly path: string;
  /** The scope one segment (or several, with dots) further down. */
  child(name: string): ParamScope;
  /** The parameter `path.name` as float32. Throws `weights-corrupt` if it is missing, `shape-mismatch` on another shape. */
  param(name: string, shape: readonly number[]): Value;
  /** Whether the checkpoint has `path.name`; scopes without a checkpoint say yes. */
  has(name: string): boolean;
  /** The adapter attached to the layer at this path, if any. */
  adapter(sizes: LoraSite): LoraFeed | undefined;
  /** Every graph input that this scope has made so far (fed and trainable parameters, adapters), in order of first use. */
  fedInputs(): readonly Value[];
  /** The training targets made so far, by published key. */
  targets(): ReadonlyMap<string, Value>;
}

export type ParamRole = 'frozen' | 'fed' | 'trainable';

export interface ScopeOptions {
  /** Needed for frozen parameters; for the others it only serves to check shapes. */
  readonly source?: TensorSource;
  /** What the parameter of this key is. */
  readonly role: (key: string) => ParamRole;
  /** Whether the layer at this path carries an adapter; `trainable` also makes A and B targets. */
  readonly adapters?: (path: string) => 'none' | 'fed' | 'trainable';
  /** Rank and scale of trainable adapters. Without it the rank stays open and B is taken as it is fed. */
  readonly lora?: LoraSizes | ((path: string) => LoraSizes | undefined);
}

/** A scale of alpha/r lets B be PEFT's own tensor. */
export interface LoraSizes {
  readonly rank: number;
  readonly scale: number;
}

/** Parameters become weights of the graph; `adapters` names the layers that also take a fed adapter. */
export function frozenScope(
  source: TensorSource,
  options: { readonly adapters?: (path: string) => boolean } = {},
): ParamScope {
  const { adapters } = options;
  return paramScope({
    source,
    role: () => 'frozen',
    ...(adapters === undefined ? {} : { adapters: (path) => (adapters(path) ? 'fed' : 'none') }),
  });
}

/** Every parameter becomes an input of the graph under its published key. */
export function fedScope(): ParamScope {
  return paramScope({ role: () => 'fed' });
}

/** Frozen except where `isTrainable` says otherwise; those are graph inputs and listed as `targets()`. */
export function trainableScope(
  source: TensorSource,
  isTrainable: (key: string) => boolean,
  options: { readonly adapters?: (path: string) => boolean } = {},
): ParamScope {
  const { adapters } = options;
  return paramScope({
    source,
    role: (key) => (isTrainable(key) ? 'trainable' : 'frozen'),
    ...(adapters === undefined ? {} : { adapters: (path) => (adapters(path) ? 'trainable' : 'none') }),
  });
}

/** The general form behind the three above: a role per parameter. */
export function paramScope(options: ScopeOptions): ParamScope {
  return new Scope('', new ScopeRoot(options));
}

/** What all scopes of one tree share. Each parameter is made once, so that a graph never names a weight twice. */
class ScopeRoot {
  readonly params = new Map<string, { readonly value: Value; readonly shape: readonly number[] }>();
  readonly fed: Value[] = [];
  readonly targets = new Map<string, Value>();

  constructor(readonly options: ScopeOptions) {}

  feed(key: string, shape: Shape, isTarget: boolean): Value {
    const value = input(key, 'float32', shape);
    this.fed.push(value);
    if (isTarget) this.targets.set(key, value);
    return value;
  }

  param(key: string, shape: readonly number[]): Value {
    const known = this.params.get(key);
    if (known !== undefined) {
      if (sameShape(known.shape, shape)) return known.value;
      throw shapeMismatch(key, shape, shapeText(known.shape));
    }
    const role = this.options.role(key);
    const value = role === 'frozen' ? this.frozen(key, shape) : this.feed(key, shape, role === 'trainable');
    this.params.set(key, { value, shape });
    return value;
  }

  private frozen(key: string, shape: readonly number[]): Value {
    const { source } = this.options;
    if (source?.has(key) !== true) {
      throw new StudioError(
        'weights-corrupt',
        `The checkpoint has no tensor ${key}; expected ${typeText({ dtype: 'float32', shape })}.`,
        {
          hint: 'The weights belong to another network or were saved incompletely; import them again.',
          detail: { key, expected: shape },
        },
      );
    }
    const content = source.get(key);
    if (!sameShape(content.shape, shape)) throw shapeMismatch(key, shape, typeText(content));
    const weight = initializer(key, content);
    return content.dtype === 'float32' ? weight : ops.Cast(weight, 'float32');
  }
}

class Scope implements ParamScope {
  constructor(
    readonly path: string,
    private readonly root: ScopeRoot,
  ) {}

  child(name: string): ParamScope {
    return new Scope(this.key(name), this.root);
  }

  param(name: string, shape: readonly number[]): Value {
    return this.root.param(this.key(name), shape);
  }

  has(name: string): boolean {
    return this.root.options.source?.has(this.key(name)) ?? true;
  }

  adapter(site: LoraSite): LoraFeed | undefined {
    const role = this.root.options.adapters?.(this.path) ?? 'none';
    if (role === 'none') return undefined;
    const { lora } = this.root.options;
    const fixed = typeof lora === 'function' ? lora(this.path) : lora;
    // A rank name of its own per layer: layers may differ, and a runtime plans memory by equal names.
    const rank = fixed?.rank ?? `${this.path}.rank`;
    const make = (name: string, shape: Shape): Value => {
      const key = this.key(name);
      const made = this.root.fed.find((value) => value.label === key);
      return made ?? this.root.feed(key, shape, role === 'trainable');
    };
    const shapes = loraShapes(site, rank);
    const a = make('lora_A.weight', shapes.a);
    const b = make('lora_B.weight', shapes.b);
    return { a, b: fixed === undefined ? b : ops.Mul(b, fixed.scale) };
  }

  fedInputs(): readonly Value[] {
    return [...this.root.fed];
  }

  targets(): ReadonlyMap<string, Value> {
    return this.root.targets;
  }

  private key(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function shapeMismatch(key: string, expected: readonly number[], got: string): StudioError {
  return new StudioError(
    'shape-mismatch',
    `Tensor ${key}: the configuration asks for ${shapeText(expected)}, the checkpoint has ${got}.`,
    {
      hint: 'Configuration and weights do not belong together; import them again from one place.',
      detail: { key, expected, got },
    },
  );
}
