// How commands speak: progress and notices on stderr, the result on stdout (one JSON value with --json, lines for people without),
// failures as one clear line and an exit code. Commands return values; only this file and cli.ts touch the process's streams.
import { studioErrorFrom } from '../../common/base/studio-error';

export interface Output {
  readonly isJson: boolean;
  /** A line for people, on stderr. */
  note(line: string): void;
  /** A line that replaces the former one on a terminal; left out where stderr is a file. */
  progress(line: string): void;
  /** The result: JSON where it was asked for, else the given lines. */
  result(value: unknown, lines: readonly string[]): void;
}

interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

export function outputTo(streams: Streams, isJson: boolean): Output {
  let hasProgressLine = false;
  const clear = (): void => {
    if (hasProgressLine) streams.stderr.write('\r\u001B[2K');
    hasProgressLine = false;
  };
  return {
    isJson,
    note(line) {
      clear();
      streams.stderr.write(`${line}\n`);
    },
    progress(line) {
      if (streams.stderr.isTTY !== true) return;
      clear();
      streams.stderr.write(line.slice(0, 100));
      hasProgressLine = true;
    },
    result(value, lines) {
      clear();
      streams.stdout.write(isJson ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''));
    },
  };
}

/** The one line of a failure, and the exit code: 2 for wrong use, 130 for a stop by the user, else 1. */
export function failureFrom(thrown: unknown): { readonly line: string; readonly exitCode: number } {
  const { code, message, hint } = studioErrorFrom(thrown);
  const line = `studio: ${[message, hint].filter((part) => part !== undefined).join(' ')}`.replace(/\s*\n\s*/g, ' ');
  return { line, exitCode: code === 'bad-request' ? 2 : code === 'cancelled' ? 130 : 1 };
}
