// The process that runs the networks.
import { z } from 'zod';
import { bundleSummarySchema } from '../../domain/bundle';
import { event, method } from '../shape';
import { nothing } from './values';

export const engineStatusSchema = z.strictObject({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  device: z.string(),
  bundle: bundleSummarySchema.nullable(),
  message: z.string(), // one sentence for the writer; empty when all is well
  restarts: z.int(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const engineGroup = {
  status: method(nothing, engineStatusSchema),
  changed: event(engineStatusSchema),
  restart: method(nothing, nothing),
} as const;
