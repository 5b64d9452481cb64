// Finding, trouble and help in the playful register.

export const PLAYFUL_TROUBLES = {
  take: [
    'up, up, up with {p}! {m} took it and hugged it.',
    '"are you lost?" {m} asked {p}. it did not say a word, so {m} took it along.',
    'one, two, three, and {m} had {p}! hooray!',
    'finders keepers! {m} took {p} and gave it a little kiss.',
  ],
  findWished: [
    'and what was that? could it be? yes! {m} found {ap}! hooray!',
    'wish, wish, and it came true! {in}, {m} found {ap}.',
    'ta da! there was {ap}, just for {mo}. {m} picked it up.',
    'look, look! {m} found {ap} and did a little dance.',
    '{in}, oh joy, oh joy, {m} found {ap}!',
  ],
  findTogether: [
    'oh! oh! what is this? {mn} picked it up. it was {ap}!',
    'ta da! {mn} found {ap}, and {fn} cheered.',
    'four eyes looked, and what did they see? {ap}! {mn} picked it up.',
  ],
  friendFinds: [
    'ta da! {fn} found {aq}, and {mn} cheered.',
    '"oh! oh! what is this?" {fn} picked it up. it was {aq}!',
    'lucky, lucky! {fn} found {aq} and danced with it.',
  ],
  findAgain: [
    'and there, oh joy, was {p}! {m} hugged it and would not let go.',
    'peekaboo! there was {p}, just like that. {m} took it and cheered.',
    'hooray, hooray! {m} found {p} again. tra la la!',
  ],
  drop: [
    'whoops! {p} slipped and flew, and flew, and landed {placed}!',
    'swish! the cheeky wind took {p}. now it was {placed}, oh dear, oh dear!',
    'atchoo! {m} sneezed, and {p} landed {placed}.',
    'oh no, oh no! {m} tripped, and where was {p}? {placed}!',
  ],
  putDown: [
    'down you go, {pw}! {m} put {p} down and stretched and yawned.',
    '"you rest, I rest," said {mn} to {p}, and set it down.',
    'oof, how heavy! {m} put {p} down and puffed.',
  ],
  hide: [
    'shh, do not tell! {m} hid {p} {placed}.',
    '{m} put {p} {placed}. "peekaboo," {m} whispered to it.',
    'sneaky, sneaky! {m} put {p} {placed} and giggled.',
  ],
  vanish: [
    'whoosh! the cheeky wind came, and {p} was gone. oh dear, oh dear!',
    'where is {p}? not here, not there! it was gone, and {m} cried a little.',
    'oh no, oh no! {p} was lost. sob, sob, cried {mn}.',
    'poof! {p} was gone. was it magic? {m} looked up and down.',
  ],
  helped: [
    '"help is here!" sang {fintro}. hop! and {fn} had {p}.',
    'hop, jump, got it! {fintro} came along and caught {p}.',
    'who will help? {fintro} will! and quick as a wink {fn} had {p}.',
  ],
  giveBack: [
    '"ta da!" said {f}, and gave {p} back to {mn}. hooray!',
    'one, two, three, and {mn} had {p} again! "thank you, thank you!"',
    '{f} gave {p} back to {mn}, with a kiss on top.',
  ],
  takeUp: [
    'up, up, up! {m} took {p} again, and on with the fun!',
    '"peekaboo, it is me!" said {mn} to {p}, and picked it up.',
    'there you are, {pw}! {m} took {p} and gave it a hug.',
    'one, two, three, up with {p}! {m} hummed a happy tune.',
  ],
} as const satisfies Record<string, readonly string[]>;
