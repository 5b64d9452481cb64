// The words of the interface: one i18n instance, and `t`, which answers a message in the chosen language. The English message is
// its own id, so English needs no catalogue. Messages are ICU, compiled once when they are first said, by a parser and not by
// eval (the page's policy forbids it). Which language is chosen: language.ts. The Chinese words: zh/.
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { chinese } from './zh';

export type MessageValues = Readonly<Record<string, string | number>>;

const compiled = new Map<string, ReturnType<typeof compileMessage>>();
const compileOnce = (message: string): ReturnType<typeof compileMessage> => {
  const known = compiled.get(message);
  if (known !== undefined) return known;
  const fresh = compileMessage(message);
  compiled.set(message, fresh);
  return fresh;
};

/** Given to I18nProvider once, at the root; everything else calls `t`. */
export const i18n = setupI18n({ locale: 'en', messages: { en: {}, zh: { ...chinese } } }).setMessagesCompiler(
  compileOnce,
);

/**
 * The message in the language of the interface. Call it while rendering or answering an event, never once for a module: the
 * language may change. The test of the words reads the calls, so the message is written out, not put together.
 */
export const t = (message: string, values?: MessageValues): string => i18n._(message, values);
