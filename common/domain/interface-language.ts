// Which language the interface speaks: the writer's setting, or the first language of the system that there are words for. One rule
// for the page (renderer/i18n) and for the system's menu and dialogs (main/app). Stories have a language of their own.
import type { Settings } from './settings';

export type InterfaceLanguage = 'en' | 'zh';

/** `preferred` are the system's languages, best first, as in navigator.languages. */
export function interfaceLanguageFrom(setting: Settings['language'], preferred: readonly string[]): InterfaceLanguage {
  if (setting !== 'system') return setting;
  for (const tag of preferred) {
    const [language] = tag.toLowerCase().split(/[-_]/);
    if (language === 'en' || language === 'zh') return language;
  }
  return 'en';
}
