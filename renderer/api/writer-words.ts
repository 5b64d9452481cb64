// Errors in the words of a writer: what happened to the story, and what to do. The technical sentence stays for the log; it is
// shown only where it already speaks to people (bad input, and reasons from the disk).
import { studioErrorFrom, type StudioErrorCode } from '../../common/base/studio-error';
import type { Failure } from '../../common/domain/job';
import { formatSentences } from '../i18n/format';
import { saidByMain } from '../i18n/from-main';
import { t } from '../i18n/translate';

export interface WriterWords {
  readonly title: string; // one sentence
  readonly advice: string; // one sentence, or empty
}

const words: Record<StudioErrorCode, (() => WriterWords) | 'message'> = {
  'bad-request': 'message',
  cancelled: () => ({ title: t('Stopped.'), advice: '' }),
  'bundle-missing': () => ({
    title: t('The model that writes and draws is not here.'),
    advice: t('You can write, add pictures and export meanwhile; install the model again to continue.'),
  }),
  'weights-corrupt': () => ({
    title: t('The model’s files are damaged.'),
    advice: t('Your story is not affected. Install the model again.'),
  }),
  'shape-mismatch': () => ({
    title: t('The model’s parts do not fit together.'),
    advice: t('Your story is not affected. Install the model again.'),
  }),
  'unsupported-op': () => ({
    title: t('This device cannot run the model.'),
    advice: t('Choose the processor (CPU) in Settings; it always works.'),
  }),
  'out-of-memory': () => ({
    title: t('There was not enough memory to finish.'),
    advice: t('Close other programs and try again. Your story is safe.'),
  }),
  'device-lost': () => ({
    title: t('The engine stopped in the middle of its work.'),
    advice: t('It starts again by itself. Your story is safe; try again.'),
  }),
  'disk-full': () => ({
    title: t('The disk is full.'),
    advice: t('Free some space and try again, or save a copy elsewhere.'),
  }),
  io: 'message',
  internal: () => ({
    title: t('Something went wrong inside the studio.'),
    advice: t('Your story is safe. Try again; the log has the details.'),
  }),
};

/** What was thrown, as the failure that jobs carry too. Errors come through the preload as plain records. */
export function failureFrom(thrown: unknown): Failure {
  const { code, message, hint } = studioErrorFrom(thrown);
  return hint === undefined ? { code, message } : { code, message, hint };
}

/** The sentence and the advice for a failure. An advice that came with the failure is more exact than ours, so it wins. */
export function writerWordsFrom(failure: Failure): WriterWords {
  const own = failure.code in words ? words[failure.code as StudioErrorCode] : 'message';
  const hint = saidByMain(failure.hint ?? '');
  const fromFailure = { title: sentence(saidByMain(failure.message)), advice: hint };
  if (own === 'message') return fromFailure;
  const { title, advice } = own();
  return { title, advice: hint === '' ? advice : hint };
}

/** Both as one line, for places that have only one. */
export const oneLineFrom = (failure: Failure): string => {
  const { title, advice } = writerWordsFrom(failure);
  return formatSentences([title, advice]);
};

const sentence = (text: string): string => (/[.!?…。！？]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
