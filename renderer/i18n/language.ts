// The page in the language that the interface speaks: chooses it, tells <html lang> (screen readers and fonts follow that), and
// renders anew. The rule is common/domain/interface-language.ts's. Stories have a language of their own.
import { useSyncExternalStore } from 'react';
import { interfaceLanguageFrom, type InterfaceLanguage } from '../../common/domain/interface-language';
import type { Settings } from '../../common/domain/settings';
import { i18n } from './translate';

export type Language = InterfaceLanguage;

/** Tags for <html lang> and Intl: our Chinese is the simplified one. */
export const languageTags: Record<Language, string> = { en: 'en', zh: 'zh-Hans' };

export const languageNow = (): Language => (i18n.locale === 'zh' ? 'zh' : 'en');

/** Speaks this language from now on; views that use `useLanguage` (the root does) render anew. */
export function chooseLanguage(setting: Settings['language']): void {
  const language = interfaceLanguageFrom(setting, navigator.languages);
  document.documentElement.lang = languageTags[language];
  if (language !== languageNow()) i18n.activate(language);
}

const subscribe = (listener: () => void): (() => void) => i18n.on('change', listener);

/**
 * The language, and a new rendering when it changes. The root calls it for everybody; a component in `memo` calls it too, or it
 * would keep its old words.
 */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, languageNow);
