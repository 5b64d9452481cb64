// A device that networks can run on, as the writer chooses it: by name, with free memory and what a measured test has shown.
import { z } from 'zod';

export const deviceTestSchema = z.strictObject({
  works: z.boolean(),
  /** One sentence; empty when it works. */
  reason: z.string(),
  /** Median time of one run of the small test network; null when it does not work. */
  ms: z.number().nullable(),
  gflops: z.number().nullable(),
});
export type DeviceTest = z.infer<typeof deviceTestSchema>;

export const deviceInfoSchema = z.strictObject({
  /** As the settings name it. */
  name: z.string().max(60),
  /** The chip's own name; empty when the system does not tell. */
  title: z.string(),
  freeBytes: z.number().nullable(),
  /** Null: not tested in this run of the app. */
  test: deviceTestSchema.nullable(),
});
export type DeviceInfo = z.infer<typeof deviceInfoSchema>;
