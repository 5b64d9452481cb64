// Gifts, partings and endings in the playful register.

export const PLAYFUL_ENDINGS = {
  give: [
    '"ta da! this is for you!" sang {mn}, and gave {p} to {f}.',
    'eyes shut, no peeping! {mn} gave {p} to {f}. surprise, surprise!',
    '"for me? for me? really for me?" cried {f}, and {mn} gave {fo} {p}.',
    'giving is fun! {mn} gave {p} to {f}, and both of them beamed.',
    '{p} went from {mn} to {fn}. hooray for good friends!',
    'one, two, three, catch! {mn} gave {p} to {f}, who cheered.',
    'guess who got {p}? {fn}! {mn} gave it away with a wink.',
  ],
  giveToMain: [
    '"ta da! this is for you!" sang {f}, and gave {q} to {mn}.',
    'surprise, surprise! {f} gave {q} to {mn}, who beamed.',
    '"for me? really for me?" cried {mn}. yes! {f} gave {q} away with a smile.',
    '{q} went from {fn} to {mn}. hooray for good friends!',
  ],
  swap: [
    'swap, swap, flip, flop! {mn} got {q}, and {fn} got {p}.',
    '"yours for mine, mine for yours!" they sang. now {fn} had {p}, and {mn} had {q}.',
  ],
  goodbye: [
    '"bye bye, see you soon!" sang {f}, and off {fn} went. {mn} waved and waved.',
    'hugs and kisses, bye bye! {f} went away, and {mn} was alone.',
    'and then {fn} had to go. "toodle oo!" called {mn}, all alone again.',
  ],
  homeTogether: [
    'tra la la, they {go} {to}. {detail}',
    'sleepy toes and sleepy nose! they {go} {to} and yawned.',
    'left, right, left, right, they {go} {to}. what fun it had been!',
    'one, two, three, who is sleepy? {mn} and {fn}! they {go} {to}.',
  ],
  homeTogetherTime: [
    '{then} they {go} {to}, tra la la!',
    '{then} they {go} {to}, yawning and giggling. {detail}',
    'yawn, yawn! {then} they {go} {to}.',
  ],
  homeAlone: [
    'tra la la, {m} {go} {to}. {detail}',
    'sleepy toes and sleepy nose! {m} {go} {to} and yawned.',
    'left, right, left, right, {m} {go} {to}. what fun it had been!',
    'who is sleepy? {mn} is! {m} {go} {to}.',
  ],
  homeAloneTime: [
    '{then} {m} {go} {to}, tra la la!',
    'yawn, yawn! {then} {m} {go} {to}.',
    '{then} {m} {go} {to}, still humming. {detail}',
  ],
  endPair: [
    'and if they have not stopped, then {mn} and {fn} are laughing still.',
    'hip hip hooray for {mn} and {fn}! {detail}',
    'snip, snap, snout, this tale is told out! {mn} and {fn} took a bow.',
    'two friends, one song, and a happy end. {detail}',
    'round and round danced {mn} and {fn}, tra la la, and that is the end.',
    'friends for ever, {mn} and {fn}, for ever and ever and ever!',
    '"again, again!" cried {mn} and {fn}. but that is another story.',
    'hugs for {mn}, hugs for {fn}, and hugs for you too! {detail}',
    'what a story! ask {mn}, ask {fn}: every word of it is true.',
  ],
  endThree: [
    'hip hip hooray for three! {mn}, {fn} and {gn} danced round and round.',
    'one, two, three, happy as can be! {detail}',
    'snip, snap, snout, this tale is told out! all three of them took a bow.',
    'three friends, one song, and a happy end. {detail}',
    'hugs for {mn}, hugs for {fn}, hugs for {gn}! {detail}',
    '"again, again!" cried {mn}, {fn} and {gn}. but that is another story.',
    'the more, the merrier! {mn}, {fn} and {gn} laughed out loud.',
  ],
  endAlone: [
    'snip, snap, snout, this tale is told out! {mn} took a bow.',
    'and {mn} sang, "tra la la, how lucky I am!" {detail}',
    'hip hip hooray for {mn}, the bravest of them all! {detail}',
    'and that, dear reader, is the end. {m} waved goodbye to you. {detail}',
    'round and round danced {mn}, tra la la, and that is the end.',
    'what a story! ask {mn}: every word of it is true. {detail}',
    '{mn} winked at you, dear reader. soon there would be more fun. {detail}',
  ],
} as const satisfies Record<string, readonly string[]>;
