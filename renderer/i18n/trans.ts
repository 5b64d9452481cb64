// Sentences with elements inside: <Trans id="Press <0>Continue</0>." components={{ 0: <em /> }} />. Lingui's own component, handed on
// from here so that features import all words from one folder.
export { I18nProvider, Trans } from '@lingui/react';
