import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../common/domain/settings';
import { SettingsService, settingsFrom } from '../../../main/services/settings/settings-service';

describe('settings', () => {
  it('falls back to the default for each broken entry and keeps the valid ones', () => {
    expect(settingsFrom({ theme: 'dark', steps: 'many', unknown: 1 })).toEqual({ ...defaultSettings(), theme: 'dark' });
    for (const broken of [null, 7, 'x', [], undefined]) expect(settingsFrom(broken)).toEqual(defaultSettings());
  });
  it('writes a change, keeps the rest, and tells listeners', () => {
    const written: unknown[] = [];
    const service = new SettingsService({
      read: () => ({ author: 'Ada' }),
      write: (settings) => written.push(settings),
    });
    const heard: string[] = [];
    service.events.on('changed', ({ theme }) => heard.push(theme));
    service.set({ theme: 'light' });
    expect(service.get()).toEqual({ ...defaultSettings(), author: 'Ada', theme: 'light' });
    expect(written).toHaveLength(1);
    expect(heard).toEqual(['light']);
  });
});
