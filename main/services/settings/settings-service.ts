// The writer's settings over any key-value store. Values are checked one by one, so that a single broken entry costs only itself.
import { Emitter } from '../../../common/base/emitter';
import { defaultSettings, settingsSchema, type Settings, type SettingsChanges } from '../../../common/domain/settings';

/** Where settings lie; in the app this is electron-store. */
export interface SettingsStore {
  read(): unknown;
  write(settings: Settings): void;
}

/** The valid entries of `stored` over the defaults. Never throws. */
export function settingsFrom(stored: unknown): Settings {
  const candidate = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const valid: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(settingsSchema.shape)) {
    const parsed = key in candidate ? schema.safeParse(candidate[key]) : null;
    if (parsed?.success === true) valid[key] = parsed.data;
  }
  return settingsSchema.parse({ ...defaultSettings(), ...valid });
}

export class SettingsService {
  readonly events = new Emitter<{ changed: Settings }>();
  #current: Settings;

  constructor(private readonly store: SettingsStore) {
    this.#current = settingsFrom(store.read());
  }

  get(): Settings {
    return this.#current;
  }

  /** Changes what is given, keeps the rest, tells everyone. */
  set(changes: SettingsChanges): Settings {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    this.#current = settingsSchema.parse({ ...this.#current, ...given });
    this.store.write(this.#current);
    this.events.emit('changed', this.#current);
    return this.#current;
  }
}
