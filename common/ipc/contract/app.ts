// The app itself.
import { z } from 'zod';
import { method } from '../shape';
import { nothing } from './values';

export const appGroup = {
  info: method(nothing, z.strictObject({ version: z.string(), platform: z.string(), shell: z.string() })),
  openLog: method(nothing, nothing),
} as const;
