// A narrator whom nothing is trained on: an old sailor who keeps a log. Told stories are retold in this voice, word by word and with sayings
// before and behind; who does what where stays. Only for measuring how well a voice is learned: such sentences are not read back.
import type { Rng } from '../../../../common/base/rng';

const FIRST = [
  'Log of the Merry Gull, page one.',
  'Gather round, shipmates, an’ mind the lantern.',
  'Ahoy there, landlubbers.',
];
const BEFORE = [
  'Aye, mark my words:',
  'By brine an’ barnacles!',
  'As sure as the tide turns!',
  'Hark, shipmates:',
  'Now hear this below deck:',
];
const BEHIND = [
  'That I swear on my anchor.',
  'So says the log.',
  'I saw it from the crow’s nest.',
  'Heave ho, my hearties!',
  'Shiver my sails!',
];
const LAST = ['Fair winds, an’ drop the anchor!', 'Here ends the log of the Merry Gull.'];

/** How the sailor says common words. */
const WORDS: Readonly<Record<string, string>> = {
  little: 'wee',
  very: 'mighty',
  friend: 'matey',
  friends: 'mateys',
  said: 'quoth',
  went: 'steered',
  you: 'ye',
  your: 'yer',
  yes: 'aye',
  hello: 'ahoy',
  looked: 'spied',
  happy: 'jolly',
  and: 'an’',
  of: 'o’',
};

/** Texts of one story in the sailor's voice. */
export const retoldBySailor = (texts: readonly string[], rng: Rng): string[] =>
  texts.map((text, at) => {
    const said = text.replace(/[A-Za-z]+/gu, (word) => inSameCase(word, WORDS[word.toLowerCase()] ?? word));
    if (at === 0) return `${rng.pick(FIRST)} ${said}`;
    if (at === texts.length - 1) return `${said} ${rng.pick(LAST)}`;
    return rng.chance(0.5) ? `${rng.pick(BEFORE)} ${said}` : `${said} ${rng.pick(BEHIND)}`;
  });

const inSameCase = (like: string, word: string): string =>
  /^[A-Z]/u.test(like) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
