// The queue of everything slow.
import { z } from 'zod';
import { jobSchema } from '../../domain/job';
import { event, method } from '../shape';
import { id, nothing } from './values';

export const jobGroup = {
  list: method(nothing, z.array(jobSchema)),
  cancel: method(z.strictObject({ jobId: id }), nothing),
  cancelAll: method(nothing, nothing),
  changed: event(jobSchema),
  /** Text so far of a running job (the whole text, not a piece). */
  text: event(z.strictObject({ jobId: id, text: z.string() })),
  /** A PNG of the picture as it stands. */
  preview: event(z.strictObject({ jobId: id, png: z.instanceof(Uint8Array) })),
} as const;
