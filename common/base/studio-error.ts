/**
 * The one error type that crosses layers: a closed list of codes, a sentence, and what to do about it.
 * It is not a log entry and holds no story text. The renderer chooses its own words from the code.
 */

export const studioErrorCodes = [
  'bad-request',
  'cancelled',
  'bundle-missing',
  'weights-corrupt',
  'shape-mismatch',
  'unsupported-op',
  'out-of-memory',
  'device-lost',
  'disk-full',
  'io',
  'internal',
] as const;

export type StudioErrorCode = (typeof studioErrorCodes)[number];

export interface StudioErrorOptions {
  /** What the reader can do about it, as one sentence. */
  readonly hint?: string | undefined;
  /** Facts for a log: plain data only, never story text. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/** What travels over a port: the error without its stack. */
export interface StudioErrorShape {
  readonly code: StudioErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly code: StudioErrorCode;
  readonly hint: string | undefined;
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(code: StudioErrorCode, message: string, options: StudioErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.detail = options.detail;
  }

  /** The plain record that is sent to another process. */
  toJSON(): StudioErrorShape {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.detail === undefined ? {} : { detail: this.detail }),
    };
  }
}

const knownCodes: ReadonlySet<unknown> = new Set(studioErrorCodes);

/** Whether a value is one of the codes of the closed list. */
export function isStudioErrorCode(value: unknown): value is StudioErrorCode {
  return knownCodes.has(value);
}

/** The StudioError behind anything thrown: itself, one rebuilt from its plain record, or an `internal` one around it. */
export function studioErrorFrom(thrown: unknown): StudioError {
  if (thrown instanceof StudioError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && isStudioErrorCode(thrown.code)) {
    const { code } = thrown;
    const message = 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : code;
    const hint = 'hint' in thrown && typeof thrown.hint === 'string' ? thrown.hint : undefined;
    const detail =
      'detail' in thrown && typeof thrown.detail === 'object' && thrown.detail !== null
        ? { ...thrown.detail }
        : undefined;
    return new StudioError(code, message, { hint, detail, cause: thrown instanceof Error ? thrown : undefined });
  }
  if (isAbort(thrown)) return new StudioError('cancelled', 'The work was cancelled.', { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new StudioError('internal', message, { cause: thrown });
}

/** Throws `cancelled` when the signal has fired: the check that every long loop makes between its steps. */
export function throwIfCancelled(signal: { readonly aborted: boolean } | undefined): void {
  if (signal?.aborted === true) throw new StudioError('cancelled', 'The work was cancelled.');
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}
