// The vocabulary of a contract and the three types derived from it: what a client sees, what a server must implement, and the
// schema-free table of names that crosses into a preload. Knows nothing of Electron, message ports or any concrete method.
import type { z } from 'zod';

export interface MethodSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'method';
  readonly input: I;
  readonly output: O;
}
export interface EventSpec<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly payload: P;
}
export type Spec = MethodSpec | EventSpec;
export type Contract = Readonly<Record<string, Readonly<Record<string, Spec>>>>;

/** A request with a parsed input and output. */
export const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): MethodSpec<I, O> => ({
  kind: 'method',
  input,
  output,
});
/** A message from the server to its clients; nobody answers it. */
export const event = <P extends z.ZodType>(payload: P): EventSpec<P> => ({ kind: 'event', payload });

type MethodNames<G> = { [K in keyof G]: G[K] extends MethodSpec ? K : never }[keyof G];
type EventNames<G> = { [K in keyof G]: G[K] extends EventSpec ? K : never }[keyof G];
export type Unsubscribe = () => void;

/** What a caller sees: methods return promises that reject with a StudioError, events take a listener. */
export type ClientOf<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [K in keyof C[G]]: C[G][K] extends MethodSpec<infer I, infer O>
      ? (input: z.input<I>) => Promise<z.output<O>>
      : C[G][K] extends EventSpec<infer P>
        ? (listener: (payload: z.output<P>) => void) => Unsubscribe
        : never;
  };
};

/** What a server must implement: every method, nothing more. `Context` says who called. */
export type HandlersOf<C extends Contract, Context = void> = {
  readonly [G in keyof C]: {
    readonly [K in MethodNames<C[G]>]: C[G][K] extends MethodSpec<infer I, infer O>
      ? (input: z.output<I>, context: Context) => Promise<z.input<O>> | z.input<O>
      : never;
  };
};

/** What a server may send. */
export type EmitterOf<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [K in EventNames<C[G]>]: C[G][K] extends EventSpec<infer P> ? (payload: z.input<P>) => void : never;
  };
};

/** The table of names that the preload carries: no schema, no code. */
export type SurfaceOf<C extends Contract> = {
  readonly [G in keyof C]: { readonly [K in keyof C[G]]: C[G][K]['kind'] };
};

/** The answer that crosses a process boundary: errors travel as data, since Electron passes only their message. */
export type Answer<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly hint?: string } };

/** The channel of an entry: `studio:story.open`. */
export const channelOf = (group: string, name: string): string => `studio:${group}.${name}`;
