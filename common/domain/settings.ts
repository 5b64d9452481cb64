// The writer's settings: schema with defaults, so that a broken or older file still gives a usable whole.
import { z } from 'zod';
import { samplerSchema } from './job';

export const themeSchema = z.enum(['system', 'light', 'dark']);
export const trimSizeSchema = z.enum(['a4', 'letter', 'square-8.5', '8x10']);
export type TrimSize = z.infer<typeof trimSizeSchema>;

export const settingsSchema = z.strictObject({
  theme: themeSchema.default('system'),
  author: z.string().max(300).default(''),
  device: z.string().max(60).default('cpu'),
  sampler: samplerSchema.default('dpm-solver++'),
  /** null = the bundle's own default */
  steps: z.int().min(1).max(200).nullable().default(null),
  guidanceScale: z.number().min(0).max(30).nullable().default(null),
  temperature: z.number().min(0).max(3).nullable().default(null),
  trimSize: trimSizeSchema.default('square-8.5'),
});
export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings = (): Settings => settingsSchema.parse({});
