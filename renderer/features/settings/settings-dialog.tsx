// The writer's settings. Every change counts at once; what the model decides by itself says so.
import type { ReactNode } from 'react';
import type { Settings } from '../../../common/domain/settings';
import { useEngine, useSettings } from '../../api/use-studio';
import { setAuthor } from '../../editor/commands/panel-commands';
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { DeviceSettings } from './device-settings';
import { EngineDetails } from './engine-details';
import { NumberSetting } from './number-setting';
import './settings.css';

const themes: readonly { readonly id: Settings['theme']; readonly name: () => string }[] = [
  { id: 'system', name: () => t('Like the system') },
  { id: 'light', name: () => t('Light') },
  { id: 'dark', name: () => t('Dark') },
];
/** A language is named in itself, so that whoever ended up in the wrong one finds the way back. */
const languages: readonly { readonly id: Exclude<Settings['language'], 'system'>; readonly name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'zh', name: '简体中文' },
];
const samplers: readonly { readonly id: Settings['sampler']; readonly name: () => string }[] = [
  { id: 'dpm-solver++', name: () => t('DPM-Solver++ (best in few steps)') },
  { id: 'ddim', name: () => 'DDIM' },
  { id: 'euler', name: () => 'Euler' },
  { id: 'pndm', name: () => 'PNDM' },
];

export function SettingsDialog(): ReactNode {
  const { api, ui, report } = useWorkspace();
  const { editor, readOnly } = useSession();
  const settings = useSettings();
  const { bundle } = useEngine();
  if (settings === null) return null;
  const change = (part: Partial<Settings>): void => void api.client.settings.set(part).catch(report);
  return (
    <Dialog title={t('Settings')} onClose={() => ui.actions.openDialog(null)} testId="settings-dialog">
      <div className="settings">
        <fieldset className="settings-group">
          <legend>{t('Appearance')}</legend>
          <div className="segments">
            {themes.map(({ id, name }) => (
              <label key={id} className="segment">
                <input
                  type="radio"
                  name="theme"
                  className="visually-hidden"
                  checked={settings.theme === id}
                  onChange={() => change({ theme: id })}
                />
                {name()}
              </label>
            ))}
          </div>
        </fieldset>
        <label className="field">
          <span className="field-label">{t('Language of the interface')}</span>
          <select
            className="text-input"
            data-testid="language"
            value={settings.language}
            onChange={(event) => {
              const { value } = event.target;
              change({ language: languages.find(({ id }) => id === value)?.id ?? 'system' });
            }}
          >
            <option value="system">{t('Like the system')}</option>
            {languages.map(({ id, name }) => (
              <option key={id} value={id} lang={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="field-label">{t('Author')}</span>
          <input
            className="text-input"
            data-own-undo=""
            defaultValue={settings.author}
            maxLength={300}
            placeholder={t('The name on the book')}
            data-testid="author"
            onBlur={(event) => {
              const author = event.target.value.trim();
              if (author === settings.author) return;
              change({ author });
              if (readOnly === null) editor.run(setAuthor(author));
            }}
          />
          <span className="field-hint">{t('Stands under the title of this story and of new ones.')}</span>
        </label>
        <fieldset className="settings-group">
          <legend>{t('How the model works')}</legend>
          <label className="settings-switch">
            <input
              type="checkbox"
              checked={settings.followEdits}
              data-testid="follow-edits"
              onChange={(event) => change({ followEdits: event.target.checked })}
            />
            <span>
              {t('Pictures follow your words')}
              <span className="field-hint">
                {t('A drawn picture is drawn again while its words are edited. The former one stays as a version.')}
              </span>
            </span>
          </label>
          <NumberSetting
            label={t('Drawing steps')}
            hint={t('More steps take longer and draw finer.')}
            value={settings.steps}
            modelValue={bundle?.defaults.steps ?? null}
            range={{ min: 4, max: 60, step: 1 }}
            onChange={(steps) => change({ steps })}
          />
          <NumberSetting
            label={t('How closely pictures follow the text')}
            hint={t('Low is freer, high is more literal; very high looks harsh.')}
            value={settings.guidanceScale}
            modelValue={bundle?.defaults.guidanceScale ?? null}
            range={{ min: 1, max: 12, step: 0.5 }}
            onChange={(guidanceScale) => change({ guidanceScale })}
          />
          <NumberSetting
            label={t('How daring the words are')}
            hint={t('Low is predictable, high is surprising.')}
            value={settings.temperature}
            modelValue={bundle?.defaults.temperature ?? null}
            range={{ min: 0, max: 1.5, step: 0.05 }}
            onChange={(temperature) => change({ temperature })}
          />
          <label className="field">
            <span className="field-label">{t('Drawing method')}</span>
            <select
              className="text-input"
              value={settings.sampler}
              onChange={(event) => {
                const sampler = samplers.find(({ id }) => id === event.target.value);
                if (sampler !== undefined) change({ sampler: sampler.id });
              }}
            >
              {samplers.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name()}
                </option>
              ))}
            </select>
          </label>
        </fieldset>
        <DeviceSettings />
        <EngineDetails />
      </div>
    </Dialog>
  );
}
