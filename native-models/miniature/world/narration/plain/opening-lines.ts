// First panels: somebody is introduced by name and kind, mostly with place and time, in the forms that a writer would type. Slots
// in braces and choices in brackets are filled by narrate.ts.

export const PLAIN_OPENINGS = {
  /** The main character finds a prop and holds it. */
  find: [
    '{when} {intro} found {ap} {in}.',
    '{when} {intro} found {ap} {in}.',
    '{intro} found {ap} {in} {when}.',
    '{when}, {in}, {intro} found {ap}.',
    '{when} {intro} picked up {ap} {in}.',
    '{intro} was walking {in} {when} when {m} found {ap}.',
    'once there was {akind} called {mn}. {when} {m} found {ap} {in}.',
    '{in} lived {akind} called {mn}. {when} {m} found {ap}.',
    '{when} {intro} was [playing|walking|all alone] {in}. [there|suddenly] {m} found {ap} and picked it up.',
    '{intro} went for a walk {in} {when}. soon {m} found {ap}. "[how lovely|what a find|oh, look]!" said {mn}.',
    '{when} something [small|strange|pretty] lay {in}. it was {ap}, and {intro} picked it up.',
    'nobody knew where {ap} had come from. {intro} found it {in} {when} and held it close.',
    '{when} there was {ap} {in}, and nobody was near. so {intro} took it.',
    '{intro} had never found anything before. but {when}, {in}, {m} found {ap}.',
    '{when} {intro} almost stepped on {ap} {in}. {m} picked it up.',
  ],
  /** The main character wants a prop that is nowhere to be seen yet. */
  want: [
    '{when} {intro} sat {in} and wished for {ap}.',
    '{intro} was {in} {when}. more than anything, {m} wanted {ap}.',
    '{when} {intro} went out to look for {ap}. {m} began {in}.',
    '{in} lived {akind} called {mn}. {when} {m} said, "[I wish I had|I would love to have] {ap}."',
    '{intro} had dreamed of {ap}. {when} {m} stood {in} and thought about it.',
    'once there was {akind} called {mn} who had never had {ap}. {when} {m} stood {in} and felt a little sad.',
    'all the friends of {intro} had {ap}, but {m} had none. {when} {m} was {in} and sighed.',
    '{when}, {in}, {intro} made a plan: {m} would find {ap}.',
  ],
  /** The main character has a prop from the start. */
  have: [
    '{when} {intro} was {in} with {ap}.',
    '{intro} had {ap}. {when} {m} carried it about {in}.',
    '{when} {intro} took {ap} along for a walk {in}.',
    '{intro} loved {ms} {pw} more than anything. {when} {m} held it close {in}.',
    'once there was {akind} called {mn} who had {ap}. {when} {m} was [playing|walking] {in}.',
    '{when}, {in}, {intro} was [showing the world|looking at|playing with] {ms} {pw}.',
    '{intro} never went anywhere without {ap}. {when} {m} had it along {in}.',
  ],
  /** The main character alone, with nothing. */
  alone: [
    '{when} {intro} was all alone {in}.',
    '{when} {intro} sat {in} and felt [lonely|bored|a little sad].',
    '{intro} had nobody to play with. {when} {m} walked about {in}.',
    'once there was {akind} called {mn}. {when} {m} was looking for a friend {in}.',
    '{intro} was {in} {when}. {m} [looked left and looked right|waited and waited], but nobody came.',
    '{in} lived {akind} called {mn}. {when} {m} wanted [an adventure|to play|somebody to talk to].',
    '{when} {intro} had nothing to do. {m} sat {in} and dreamed.',
    'this is the story of {intro}. it began {when} {in}.',
    '{when} {intro} woke up {in} and was ready for an adventure.',
    '{when} {intro} was {in} and hummed a quiet song.',
  ],
  /** Two friends together, with nothing yet. */
  pair: [
    '{iplain} and {fplain} were [best friends|good friends]. {when} they [played|walked|sat together] {in}.',
    '{when} {iplain} and {fplain} went for a walk {in}.',
    '{when} {iplain} and {fplain} were playing {in}.',
    '{iplain} and {fplain} met {in} {when}. "[what shall we do|shall we go for a walk|shall we play]?" asked {mn}.',
    'once there were two friends, {iplain} and {fplain}. {when} they set out together {in}.',
    '{when} {iplain} was {in} with {fplain}. they were good friends.',
    '{iplain} had a friend, {fplain}. {when} the two were {in}.',
  ],
  /** The main character has something for a friend who is elsewhere. */
  deliver: [
    '{intro} had {ap} for a friend. {when} {m} set out {in}.',
    '{when} {intro} wanted to bring {ap} to somebody special. {m} began the long walk {in}.',
    '{when} {intro} was {in} with {ap}. "this is for my best friend," said {mn}.',
    '{intro} was {in} {when}. {m} had {ap}, and {m} knew just who should have it.',
    '{intro} had promised to bring {ap} to a friend. {when} {m} was on the way {in}.',
  ],
  /** The main character sees a prop that lies on or under the place's furniture. */
  see: [
    '{when} {intro} saw {ap} {placed} {in}.',
    '{intro} was {in} {when}. there was {ap} {placed}!',
    '{when} {intro} looked around {in}. "[oh, look|what is that]?" said {mn}. {placed} was {ap}.',
    '{intro} saw something {placed} {in} {when}. it was {ap}.',
    '{when}, {in}, somebody had left {ap} {placed}. {intro} saw it first.',
    '{when} {intro} was {in}. {placed}, where nothing had been before, was {ap}.',
  ],
  /** Two friends together; the main character holds a prop. */
  pairHave: [
    '{when} {iplain} and {fplain} were {in}. {mn} had {ap} along.',
    '{iplain} wanted to show {ap} to {fplain}. {when} they met {in}.',
    '{iplain} and {fplain} were good friends. {when} they were {in}, and {mn} held {ap}.',
    '{when} {iplain} took {ap} and went to see {fplain}. they sat {in}.',
  ],
  /** Two friends see a prop that lies on or under the furniture. */
  pairSee: [
    '{when} {iplain} and {fplain} were {in}. there was {ap} {placed}!',
    '{when}, {in}, {iplain} and {fplain} saw {ap} {placed}.',
    '{iplain} and {fplain} were {in} {when}. {placed} they saw {ap}.',
    '"look there!" said {iplain} to {fplain}. {when}, {in}, {ap} was {placed}.',
  ],
} as const satisfies Record<string, readonly string[]>;
