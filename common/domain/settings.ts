// The writer's settings: schema with defaults, so that a broken or older file still gives a usable whole.
import { z } from 'zod';
import { trimSizeSchema } from './book-design';
import { samplerSchema } from './job';

export const themeSchema = z.enum(['system', 'light', 'dark']);
/** Language of the interface, not of the stories. */
export const interfaceLanguageSchema = z.enum(['system', 'en', 'zh']);

export const settingsSchema = z.strictObject({
  theme: themeSchema.default('system'),
  language: interfaceLanguageSchema.default('system'),
  /** Whether a picture is drawn anew while its words are edited. */
  followEdits: z.boolean().default(true),
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
/**
 * Some settings, none filled in: `partial()` of the schema above would put every default over what the writer has set.
 */
export const settingsChangesSchema = z.strictObject({
  theme: themeSchema.optional(),
  language: interfaceLanguageSchema.optional(),
  followEdits: z.boolean().optional(),
  author: z.string().max(300).optional(),
  device: z.string().max(60).optional(),
  sampler: samplerSchema.optional(),
  steps: z.int().min(1).max(200).nullable().optional(),
  guidanceScale: z.number().min(0).max(30).nullable().optional(),
  temperature: z.number().min(0).max(3).nullable().optional(),
  trimSize: trimSizeSchema.optional(),
});
export type SettingsChanges = z.infer<typeof settingsChangesSchema>;
export const defaultSettings = (): Settings => settingsSchema.parse({});
