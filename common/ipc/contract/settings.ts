// The writer's settings.
import { settingsChangesSchema, settingsSchema } from '../../domain/settings';
import { event, method } from '../shape';
import { nothing } from './values';

export const settingsGroup = {
  get: method(nothing, settingsSchema),
  set: method(settingsChangesSchema, settingsSchema),
  changed: event(settingsSchema),
} as const;
