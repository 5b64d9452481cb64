// Meetings, talk and games in the playful register.

export const PLAYFUL_MEETINGS = {
  meet: [
    'bump! who was that? it was {fintro}! "oops," said {fn}, and giggled.',
    'knock, knock! who is there? it was {fintro}, with a big smile.',
    'look who came along! {fintro}! "hey ho, hello," sang {fn}.',
    'peekaboo! out popped {fintro}. {mn} laughed and laughed.',
    'and then, tra la la, along came {fintro}. "shall we be friends?" asked {fn}.',
    '"hoo hoo, halloo!" somebody called. it was {fintro}, who wanted to play.',
    'guess who {m} met! it was {fintro}, as merry as could be.',
    'one was lonely, but two are merry: {mn} met {fintro}!',
    'what a surprise! {fintro} came by and said, "tickle, tickle!"',
  ],
  meetHolding: [
    'look who came along! {fintro}, and with {aq}!',
    'guess who {m} met! {fintro}! and guess what {fn} had! {aq}!',
    'tra la la, sang {fintro}, and swung {aq} to and fro.',
    'peekaboo! out popped {fintro} with {aq}. "ta da!" said {fn}.',
    'who comes here with {aq}? it was {fintro}. "hey ho!" said {fn}.',
  ],
  meetFinder: [
    'look, look! along came {fintro}, and who had {p}? {fn} had it!',
    '"ta da!" sang {fintro}, and held {p} up high. hooray!',
    'peekaboo! out popped {fintro} with {p}. "is this what you miss?" asked {fn}.',
  ],
  meetThird: [
    'one, two, and now three! along came {gintro} and joined the fun.',
    '"me too, me too!" cried {gintro}. and so they were three.',
    'peekaboo! out popped {gintro}. three cheers for three friends!',
    'hop! there came {gintro} and laughed along with them.',
  ],
  meetThirdHolding: [
    'one, two, and now three! along came {gintro} with {aq}. hooray!',
    '"ta da!" cried {gintro}, and showed them {aq}.',
    'peekaboo! out popped {gintro} with {aq}. what a surprise!',
    'who comes here with {aq}? it was {gintro}! now they were three.',
  ],
  talk: [
    '"why is the sky so high?" asked {f}. "so that nobody bumps into it," said {mn}.',
    '{f} told a joke so silly that {mn} rolled about. ha ha ha!',
    '"knock, knock," said {fn}. "who is there?" asked {mn}. and they giggled for a long time.',
    'chatter, chatter, giggle, giggle! {mn} and {fn} had so much to tell. {detail}',
    '"I like you," said {f}. "I like you more," said {mn}. and so it went on.',
    '{mn} whispered a secret to {fn}. we do not know what it was. shh!',
    '"say something nice," said {f}. "something nice," said {mn}. how they laughed!',
  ],
  play: [
    'round and round they danced, {mn} and {fn}, until they were dizzy. {detail}',
    'one, two, three, catch me! {mn} and {fn} played until they were puffed.',
    'clap, clap, clap! {mn} and {fn} made music with nothing at all. {detail}',
    'who can hop the highest? {mn}? {fn}? both, of course! {detail}',
    'hide and seek! {fn} hid so well that {mn} had to giggle. {detail}',
    'they made silly faces. {mn} won, or was it {fn}?',
  ],
  share: [
    '"ooh!" said {f}, and looked at {p}. "aah!" said {mn}. "ooh, aah!" said both.',
    'up went {p}, and down went {p}, and {mn} and {fn} laughed and laughed.',
    '"where does {p} come from?" asked {f}. "from far, far away," sang {mn}.',
    '{mn} and {fn} sang a song to {p}. it was a very silly song.',
    'look at {p}, look at it shine! {mn} and {fn} could not stop looking.',
  ],
  lend: [
    '"my turn, my turn!" sang {f}, and {mn} let {fo} have {p} for a while.',
    '"please, please, pretty please?" asked {f}. so {mn} gave {fo} {p} for a while.',
    'your turn now! {mn} gave {p} to {f}, just for a little while.',
  ],
} as const satisfies Record<string, readonly string[]>;
