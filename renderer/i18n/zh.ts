// The Chinese catalogue: English message -> simplified Chinese, one file a feature. A message said in two features stands in
// one of them, or in `shared`. test/unit/i18n/words.test.ts names what is missing, unused or said twice.
import { settings } from './zh/settings';
import { shared } from './zh/shared';
import { steps } from './zh/steps';

/** By feature, so that the test can say in which file something is wrong. */
export const chineseByFeature: Readonly<Record<string, Readonly<Record<string, string>>>> = { shared, settings, steps };

export const chinese: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(chineseByFeature).flatMap((catalogue) => Object.entries(catalogue)),
);
