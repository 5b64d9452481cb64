// First panels in the playful register: the teller speaks to the reader, sings and wonders. Slots as in plain/.

export const PLAYFUL_OPENINGS = {
  find: [
    'guess what {intro} found {in} {when}! it was {ap}.',
    'hush, listen! {when} {intro} tiptoed {in}, and oh, what was that? it was {ap}!',
    '{when} {intro} found {ap} {in}. oh my, oh me, what a find!',
    'here is a story about {intro}. it begins {when} {in}, with {ap} that {m} found.',
    'tra la la, sang {intro} {in} {when}. and then, hey! {m} found {ap}!',
    'have you ever found {ap}? {intro} did, {when}, {in}!',
    'one, two, three, four, {intro} found something and wished for no more. it was {ap}! {when} it lay {in}.',
    '{when} the wind whispered {in}: "look, look!" and {intro} found {ap}.',
  ],
  want: [
    '"oh, how I wish for {ap}!" sang {intro} {in} {when}.',
    'wish, wish, wish! {when} {intro} sat {in} and wished for {ap}.',
    'some dream of gold, but {intro} dreamed of {ap}. {when} {m} dreamed {in}.',
    'do you know what {intro} wanted most of all? {ap}! {when} {m} sighed {in}.',
    'here is {intro}, {in}. {when} {m} could think of one thing only, and that was {ap}!',
  ],
  have: [
    'look, here comes {intro} with {ap}! it was {when}, {in}.',
    '{when} {intro} danced {in} with {ap}. tra la la!',
    'who is that {in} with {ap}? {when} it was {intro}, of course!',
    '{intro} and {ap}: you never saw one without the other. {when} they were {in}.',
    'round and round and round went {intro} with {ap}, {in}, {when}.',
  ],
  alone: [
    'this is {intro}. say hello! {when} {m} was {in} and wanted some fun.',
    'psst! do you see {intro}? {when} {m} was {in}, as quiet as can be.',
    '{when} {intro} sang {in}: "la la la, is nobody there?"',
    'here begins the tale of {intro}. {when} {m} was {in}, all alone, oh dear!',
    '{when} the wind woke {intro} {in}. "up, up, sleepyhead!" it sang.',
    'dear reader, meet {intro}. {when} {m} was {in} and counted {ms} wishes.',
  ],
  pair: [
    'where {iplain} went, there went {fplain} too. {when} both of them were {in}.',
    '{iplain} and {fplain}, what a funny pair! {when} they laughed {in}.',
    'one and one make two! {when} {iplain} and {fplain} were {in}.',
    'tra la la, sang {iplain}. tra la lee, sang {fplain}. {when} they sang {in}.',
  ],
  pairHave: [
    'look at {iplain} with {ap}, and at {fplain} too! {when} they were {in}.',
    'two friends and {ap}! {when} {iplain} had it {in}, and {fplain} was there to see.',
    'guess what {iplain} had {in}, {when}! {ap}! "ooh," said {fplain}.',
  ],
  pairSee: [
    'hey, look! {when}, {in}, {iplain} and {fplain} saw {ap} {placed}.',
    '{placed}, what was that? it was {ap}! {iplain} and {fplain} stared. {when} they were {in}.',
    'four eyes see more than two! {when}, {in}, {iplain} and {fplain} saw {ap} {placed}.',
  ],
  deliver: [
    'hurry, hurry! {when} {intro} was {in} with {ap} for a very dear friend.',
    'shh, it is a surprise! {when} {intro} carried {ap} {in}, for somebody special.',
    'who will get {ap}? only {intro} knew. {when} {m} was {in} with it.',
  ],
  see: [
    'oh! oh! oh! {when}, {in}, {intro} saw {ap} {placed}.',
    'what do you think was {placed}? {ap}! {intro} saw it {in} {when}.',
    '{when} {intro} peeped and peeped {in}. {placed} was {ap}. how very odd!',
    'somebody had left {ap} {placed}. "well, well," said {intro}. it was {when}, {in}.',
  ],
} as const satisfies Record<string, readonly string[]>;
