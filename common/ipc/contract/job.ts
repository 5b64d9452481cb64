// The queue of everything slow.
import { z } from 'zod';
import { jobSchema } from '../../domain/job';
import { event, method } from '../shape';
import { id, nothing } from './values';

export const jobGroup = {
  list: method(nothing, z.array(jobSchema)),
  cancel: method(z.strictObject({ jobId: id }), nothing),
  /** Everything that waits or runs; what is parked from last time stays. */
  cancelAll: method(nothing, nothing),
  /** Puts a waiting job at a place in its lane, 1 being next. */
  move: method(z.strictObject({ jobId: id, toPosition: z.int().min(1).max(100_000) }), nothing),
  /** Parked jobs start waiting in line. */
  resume: method(z.strictObject({ jobIds: z.array(id).max(10_000) }), nothing),
  /** A failed or stopped job is tried again, at the end of the line. */
  retry: method(z.strictObject({ jobId: id }), nothing),
  /** Forgets what has ended. */
  clearEnded: method(nothing, nothing),
  /** The story holds the job's result and is saved: the queue need not keep it. */
  taken: method(z.strictObject({ jobId: id }), nothing),
  changed: event(jobSchema),
  forgotten: event(z.strictObject({ jobIds: z.array(z.string().max(64)) })),
  /** Text so far of a running job (the whole text, not a piece). */
  text: event(z.strictObject({ jobId: id, text: z.string() })),
  /** A PNG of the picture as it stands. */
  preview: event(z.strictObject({ jobId: id, png: z.instanceof(Uint8Array) })),
} as const;
