// The Chinese catalogue: English message -> simplified Chinese, one file a feature. A message said in two features stands in
// one of them, or in `shared`. test/unit/i18n/words.test.ts names what is missing, unused or said twice.
import { adapters } from './zh/adapters';
import { book } from './zh/book';
import { board } from './zh/board';
import { altText } from './zh/alt-text';
import { exports } from './zh/exports';
import { history } from './zh/history';
import { inspector } from './zh/inspector';
import { pages } from './zh/pages';
import { queue } from './zh/queue';
import { settings } from './zh/settings';
import { shared } from './zh/shared';
import { shell } from './zh/shell';
import { steering } from './zh/steering';
import { steps } from './zh/steps';
import { storyboard } from './zh/storyboard';
import { tuning } from './zh/tuning';
import { ui } from './zh/ui';
import { workspace } from './zh/workspace';
import { writerWords } from './zh/writer-words';

/** By feature, so that the test can say in which file something is wrong. */
export const chineseByFeature: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  adapters,
  book,
  board,
  altText,
  exports,
  history,
  inspector,
  pages,
  queue,
  settings,
  shared,
  shell,
  steering,
  steps,
  storyboard,
  tuning,
  ui,
  workspace,
  writerWords,
};

export const chinese: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(chineseByFeature).flatMap((catalogue) => Object.entries(catalogue)),
);
