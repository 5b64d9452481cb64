// The process that runs the networks.
import { z } from 'zod';
import { bundleSummarySchema } from '../../domain/bundle';
import { deviceInfoSchema } from '../../domain/device';
import { event, method } from '../shape';
import { nothing } from './values';

export const engineStatusSchema = z.strictObject({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  device: z.string(),
  bundle: bundleSummarySchema.nullable(),
  /**
   * What the writer is told: it stopped and starts again; it stopped too often; the chosen device could not be used, so another works;
   * the model cannot be loaded.
   */
  trouble: z.enum(['none', 'stopped', 'gave-up', 'fell-back', 'not-loaded']),
  message: z.string(), // one sentence with the details; empty when all is well
  restarts: z.int(),
  /** One thread on the processor, nothing kept in memory; until the engine is restarted. */
  isSafeMode: z.boolean(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const engineGroup = {
  status: method(nothing, engineStatusSchema),
  changed: event(engineStatusSchema),
  /** Starts anew, on the device of the settings; leaves safe mode. */
  restart: method(nothing, nothing),
  startSafeMode: method(nothing, nothing),
  devices: method(nothing, z.array(deviceInfoSchema)),
  /** A measured test run, in a process of its own. */
  testDevice: method(z.strictObject({ name: z.string().max(60) }), deviceInfoSchema),
} as const;
