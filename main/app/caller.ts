// Who may call the studio: decided from the sender of a message, before anything is parsed. Pure; Electron only as types.
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { isOwnPage } from './security';

/** Who called: the window, so that dialogs belong to it. */
export interface Caller {
  readonly window: BrowserWindow;
}

export interface KnownWindows {
  /** The studio's window behind a web contents id, or undefined. */
  windowOf(webContentsId: number): BrowserWindow | undefined;
  all(): readonly BrowserWindow[];
}

/** The window of a call that may be answered: a known window, its main frame, our own page. */
export function callerFrom(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  windows: KnownWindows,
): Caller | null {
  const window = windows.windowOf(event.sender.id);
  const frame = event.senderFrame;
  if (window === undefined || frame === null || frame !== event.sender.mainFrame || !isOwnPage(frame.url)) return null;
  return { window };
}
