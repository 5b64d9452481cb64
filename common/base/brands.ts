/**
 * Nominal types that cost nothing at run time: two strings or two numbers that must not be swapped get two brands.
 * A brand is not validation: a value is branded where it was parsed or made, and trusted afterwards.
 */

declare const brand: unique symbol;

export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Gives a brand to a plain value at the place where it was checked or made. */
export function branded<Branded extends Brand<string | number, string>>(value: Unbranded<Branded>): Branded {
  return value as unknown as Branded;
}

export type Unbranded<Branded> = Branded extends Brand<infer Base, string> ? Base : Branded;

export type StoryId = Brand<string, 'StoryId'>;
export type PanelId = Brand<string, 'PanelId'>;
export type VariantId = Brand<string, 'VariantId'>;
export type JobId = Brand<string, 'JobId'>;
export type BundleId = Brand<string, 'BundleId'>;
export type AdapterId = Brand<string, 'AdapterId'>;
/** Lower-case hex SHA-256 of a file's content. */
export type ContentHash = Brand<string, 'ContentHash'>;
/** Whole number in 0 .. 2^32-1. */
export type Seed = Brand<number, 'Seed'>;
export type Pixels = Brand<number, 'Pixels'>;
export type Milliseconds = Brand<number, 'Milliseconds'>;
export type ByteCount = Brand<number, 'ByteCount'>;
