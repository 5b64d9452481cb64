// The library of adapters: heroes and voices that the model was taught, kept beside the stories and chosen in each of them.
import { z } from 'zod';
import { adapterIdSchema, adapterNameSchema, adapterSummarySchema, adapterUseSchema } from '../../domain/adapter';
import { event, method } from '../shape';
import { nothing } from './values';

const ofAdapter = z.strictObject({ id: adapterIdSchema });

export const adaptersGroup = {
  /** Newest first. */
  list: method(nothing, z.array(adapterSummarySchema)),
  /** Asks for the folder of an adapter, as a tuning or PEFT writes it; null when the writer cancels. Proved before it is taken. */
  importFolder: method(nothing, adapterSummarySchema.nullable()),
  /** The same for a zip of such a folder. */
  importFile: method(nothing, adapterSummarySchema.nullable()),
  /** Takes in the example that ships with the app. */
  addExample: method(nothing, adapterSummarySchema),
  /** Asks where and writes a zip; null when the writer cancels. */
  exportFile: method(ofAdapter, z.strictObject({ fileName: z.string() }).nullable()),
  rename: method(ofAdapter.extend({ name: adapterNameSchema }), adapterSummarySchema),
  /** Stories that are told with it now or have panels that were made with it. */
  usedIn: method(ofAdapter, z.array(adapterUseSchema)),
  /** Stories that were made with it keep their panels. */
  remove: method(ofAdapter, nothing),
  /** The whole library, after every change. */
  changed: event(z.array(adapterSummarySchema)),
} as const;
