// Which language the interface speaks: the writer's setting, or the first language of the system that we have words for. The page
// carries it in <html lang>, so that screen readers and fonts follow. Stories have a language of their own.
import { useSyncExternalStore } from 'react';
import { i18n } from './translate';

export type LanguageSetting = 'system' | 'en' | 'zh';
export type Language = 'en' | 'zh';

/** `preferred` are the system's languages, best first, as navigator.languages has them. */
export function languageFrom(setting: LanguageSetting, preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const tag of preferred) {
    const [language] = tag.toLowerCase().split('-');
    if (language === 'en' || language === 'zh') return language;
  }
  return 'en';
}

/** Tags for <html lang> and Intl: our Chinese is the simplified one. */
export const languageTags: Record<Language, string> = { en: 'en', zh: 'zh-Hans' };

export const languageNow = (): Language => (i18n.locale === 'zh' ? 'zh' : 'en');

/** Speaks this language from now on; views that use `useLanguage` (the root does) render anew. */
export function chooseLanguage(setting: LanguageSetting): void {
  const language = languageFrom(setting, navigator.languages);
  document.documentElement.lang = languageTags[language];
  if (language !== languageNow()) i18n.activate(language);
}

const subscribe = (listener: () => void): (() => void) => i18n.on('change', listener);

/**
 * The language, and a new rendering when it changes. The root calls it for everybody; a component in `memo` calls it too, or it
 * would keep its old words.
 */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, languageNow);
