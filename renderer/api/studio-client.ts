// The only place that reads `window.studio`, the table of functions that the preload exposes. An error that crosses from the
// preload into the page keeps only its message, so methods answer with data there; here answers become values and errors
// again. Types come from the contract; its schemas are main's business, so that none of zod's code is loaded for it here.
import { StudioError } from '../../common/base/studio-error';
import type { StudioContract } from '../../common/ipc/contract';
import { valueFromAnswer } from '../../common/ipc/port';
import type { Answer, ClientOf, Unsubscribe } from '../../common/ipc/shape';

export type StudioClient = ClientOf<StudioContract>;
type ExposedFunction = (argument?: unknown) => Promise<Answer> | Unsubscribe;
type ExposedTable = Readonly<Record<string, Readonly<Record<string, ExposedFunction>>>>;

declare global {
  interface Window {
    readonly studio?: ExposedTable;
  }
}

/** A client over the preload's table: methods reject with StudioErrors, events take a listener. */
export function clientFromExposed(exposed: ExposedTable): StudioClient {
  const unwrapped = (call: ExposedFunction) => (argument?: unknown) => {
    const returned = call(argument);
    return typeof returned === 'function' ? returned : returned.then(valueFromAnswer);
  };
  const groups = Object.entries(exposed).map(([group, functions]) => [
    group,
    Object.fromEntries(Object.entries(functions).map(([name, call]) => [name, unwrapped(call)])),
  ]);
  return Object.fromEntries(groups) as StudioClient;
}

/** The client of the main process; throws when the page was opened outside the studio's window. */
export function studioClient(): StudioClient {
  if (window.studio === undefined) {
    throw new StudioError('internal', 'This page was opened outside the studio, so it cannot reach any story.', {
      hint: 'Start Voken Studio and open the story there.',
    });
  }
  return clientFromExposed(window.studio);
}
