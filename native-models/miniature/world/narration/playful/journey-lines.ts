// Going on and time passing in the playful register. {w} is whoever goes; verbs are in the past, so that they fit one and many.

export const PLAYFUL_JOURNEYS = {
  journey: [
    'off {w} {go} {to}, tra la la! {detail}',
    'hop, skip and jump! {w} came {to}.',
    'over and under, around and about, {w} {go} {to}.',
    'and where now? {to}, of course! {w} {go} there as fast as could be.',
    'one step, two steps, a hundred steps more, and {w} came {to}.',
    'swish! the wind pushed, and {w} {go} {to}. {detail}',
    '"follow me!" sang the wind, and {w} {go} {to}.',
    '{w} {go} {to}. was it far? oh, very far! {detail}',
    'on and on, la la la, {w} {go} {to}. {detail}',
    'not left, not right, but straight on! {w} came {to}.',
    'zip, zoom! {w} {go} {to}. {detail}',
    '2:"race you!" cried {mn}, and {w} {go} {to}.',
  ],
  journeyTime: [
    '{then} {w} {go} {to}, tra la la!',
    '{then} {w} came {to}. was it far? oh, very far!',
    'on and on and on! {then} {w} came {to}.',
    '{then}, hop and skip, {w} {go} {to}. {detail}',
    '{then} the wind pushed a little, and {w} {go} {to}.',
  ],
  timePass: [
    'tick tock, tick tock! {then} {w} yawned a big yawn.',
    '{then} {w} sang a song to the sky. {detail}',
    '{then} the whole sky put on a new coat, and {w} stared and stared.',
    '{then} {w} whispered, "ooh, how pretty!" {detail}',
    'slowly, slowly the world changed. {then} {w} held still to watch.',
    '{then} {w} laughed out loud. {detail}',
  ],
  wonder: [
    'listen! do you hear it? {m} did. {detail}',
    '{m} spun round and round until everything was a blur. {detail}',
    '"hello, world!" called {mn}. "hello, hello," said the wind. {detail}',
    '{detail} {m} giggled. what a funny world!',
    'hush now, be still. {m} was dreaming. {detail}',
    '{m} counted: one, two, three, many! {detail}',
    'was that a whisper? was that a song? {m} listened. {detail}',
    '{m} sang, "I am small, and the world is big, tra la!" {detail}',
  ],
  search: [
    'where, oh where? {m} {go} {to} and looked high and low.',
    'not here, not there! {m} {go} {to} to look some more.',
    '"come out, come out, where are you?" sang {mn}, and {go} {to}.',
    'up and down and all around! {m} searched and came {to}.',
  ],
} as const satisfies Record<string, readonly string[]>;
