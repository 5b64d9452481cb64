// What the app menu or the window asks of the page.
import { z } from 'zod';
import { event, method } from '../shape';
import { nothing } from './values';

export const menuGroup = {
  command: event(z.enum(['new-story', 'open-story', 'export-pdf', 'history', 'undo', 'redo', 'settings'])),
  closing: event(z.void()),
  /** Saved, or the writer gives the changes up: close. */
  readyToClose: method(nothing, nothing),
  /** The page asks the writer first: do not close by yourself. */
  holdClose: method(nothing, nothing),
} as const;
