// Reading a published config.json field by field, with errors that name the file, the key, what came and what was
// expected. Not a schema language: networks say in plain code which fields they need and which values they support.
import { StudioError } from '../../common/base/studio-error';
import type { ActivationName } from '../nn/activations';
import { activationNameFrom } from '../nn/activations';

export class ConfigFields {
  private readonly record: Readonly<Record<string, unknown>>;

  /** @param owner what error messages call the file, for example `unet/config.json` */
  constructor(
    private readonly owner: string,
    json: unknown,
  ) {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      throw new StudioError('bad-request', `${owner}: expected an object, got ${JSON.stringify(json)}.`);
    }
    this.record = json as Readonly<Record<string, unknown>>;
  }

  has(key: string): boolean {
    return this.record[key] !== undefined && this.record[key] !== null;
  }

  /** A positive whole number. */
  size(key: string, fallback?: number): number {
    const value = this.value(key, fallback);
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    throw this.wrong(key, 'a positive whole number');
  }

  /** A positive whole number that divides another one, for example the heads that share a width. */
  divisor(key: string, dividend: number, fallback?: number): number {
    const value = this.size(key, fallback);
    if (dividend % value === 0) return value;
    throw this.wrong(key, `a divisor of ${dividend}`);
  }

  /** One positive whole number per block: a list of that length, or one number for all. */
  sizes(key: string, count: number, fallback?: number): readonly number[] {
    const value = this.value(key, fallback);
    const list: readonly unknown[] = Array.isArray(value) ? value : Array.from({ length: count }, () => value);
    const sizes = list.filter((item): item is number => typeof item === 'number' && Number.isInteger(item) && item > 0);
    if (sizes.length === count && list.length === count) return sizes;
    throw this.wrong(key, `${count} positive whole numbers, or one for all`);
  }

  number(key: string, fallback?: number): number {
    const value = this.value(key, fallback);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.wrong(key, 'a number');
  }

  flag(key: string, fallback?: boolean): boolean {
    const value = this.value(key, fallback);
    if (typeof value === 'boolean') return value;
    throw this.wrong(key, 'true or false');
  }

  activation(key: string, fallback?: ActivationName): ActivationName {
    return activationNameFrom(this.value(key, fallback));
  }

  /** A list in which every item is one of the choices. */
  choices<T extends string>(key: string, choices: readonly T[]): readonly T[] {
    const value = this.value(key);
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    const known = list.flatMap((item) => choices.filter((choice) => choice === item));
    if (known.length === list.length && list.length > 0) return known;
    throw this.wrong(key, `a list of ${choices.join(', ')}`, 'unsupported-op');
  }

  /** Throws `unsupported-op` unless the field is absent, null or one of the values: options that no bundle here uses. */
  only(key: string, ...values: readonly unknown[]): void {
    const value = this.record[key];
    if (value === undefined || value === null || values.includes(value)) return;
    throw this.wrong(key, values.length === 0 ? 'nothing (this option is not supported)' : values.join(' or '), 'unsupported-op');
  }

  private value(key: string, fallback?: unknown): unknown {
    return this.record[key] ?? fallback;
  }

  private wrong(key: string, expected: string, code: 'bad-request' | 'unsupported-op' = 'bad-request'): StudioError {
    return new StudioError(code, `${this.owner}: ${key} is ${JSON.stringify(this.record[key])}; expected ${expected}.`);
  }
}
