// The technical log: codes and messages for an engineer, never story text, never full paths.
import { homedir } from 'node:os';
import log from 'electron-log/node';
import type { StudioError } from '../../common/base/studio-error';

export interface StudioLog {
  readonly path: string;
  error(where: string, error: StudioError): void;
  info(message: string): void;
}

/** Shortens what looks like a path to its last part and hides the user's name. */
export const withoutPaths = (message: string): string =>
  message
    .replaceAll(homedir(), '~')
    // In quotes, as Node writes them: folders may have spaces in their names, and titles of stories are such names.
    .replace(/(['"])(?:~|[A-Za-z]:)?[\\/](?:[^'"]*[\\/])?([^'"\\/]*)\1/g, '$1…/$2$1')
    .replace(/(?:[A-Za-z]:)?(?:[\\/][^\s\\/'":]+){2,}/g, (path) => `…/${path.split(/[\\/]/).pop() ?? ''}`);

export function openLog(path: string): StudioLog {
  log.transports.file.resolvePathFn = () => path;
  log.transports.file.maxSize = 2 * 1024 * 1024;
  log.transports.console.level = false;
  return {
    path,
    error: (where, error) => {
      if (error.code !== 'cancelled') log.error(`${where}: ${error.code}: ${withoutPaths(error.message)}`);
    },
    info: (message) => {
      log.info(withoutPaths(message));
    },
  };
}
