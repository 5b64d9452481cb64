// electron-store as the settings' place on disk. A file that does not parse is set aside and the defaults are used.
import Store from 'electron-store';
import type { SettingsStore } from '../services/settings/settings-service';

export function openSettingsStore(folder: string): SettingsStore {
  const store = new Store<{ settings: unknown }>({ name: 'settings', cwd: folder, clearInvalidConfig: true });
  return {
    read: () => store.get('settings'),
    write: (settings) => {
      store.set('settings', settings);
    },
  };
}
