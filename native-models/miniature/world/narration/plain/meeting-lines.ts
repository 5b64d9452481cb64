// Meetings and talk. A friend is introduced by name and kind once; what the friend holds is said, what the main character holds is
// mostly not.

export const PLAIN_MEETINGS = {
  /** A friend comes with empty hands. */
  meet: [
    '{fintro} was [sitting there|looking for company|on the way too]. "[come and sit with me|hello, you]," said {fn}.',
    'who was that? it was {fintro}! {fn} [waved|bowed|smiled a shy smile].',
    '{m} nearly bumped into {fintro}. "[sorry|oh, excuse me]!" they both said, and laughed.',
    '{fintro} had heard {mo} coming and said, "[welcome, friend|how nice to see somebody]."',
    'there {m} met {fintro}. "[hello|good to see you|there you are]!" said {fn}.',
    '{fintro} came along and asked, "[may I come with you|what are you doing here|will you play with me]?"',
    'just then {fintro} came by. {f} looked [friendly|a little lonely|kind|surprised].',
    '{m} was not alone. {fintro} was there too, and {fs} eyes were kind.',
    'somebody [laughed|called|coughed softly]. it was {fintro}.',
    'then {m} heard a small voice. it was {fintro}, who said, "[please wait for me|I have nobody to play with|I want to be your friend]."',
    '{m} met {fintro}, and soon they were talking like old friends.',
    '{fintro} was waiting there. "[I knew you would come|at last|what a nice surprise]!" said {fn}.',
    'behind {mo} stood {fintro}. "[do not be afraid|it is only me|hello there]," said {fn}.',
    '"who are you?" asked {mn}. "I am {fplain}," said {f}, and smiled.',
    '{m} turned around, and there was {fintro}. "[hello|do not go|stay a while]," said {fn}.',
    'a new friend came by. it was {fintro}.',
    '{fintro} looked for somebody to talk to, and found {mo}.',
    '"may I sit with you?" asked {fintro}. {mn} was happy to have a friend.',
  ],
  /** A friend comes with a prop. */
  meetHolding: [
    'there {m} met {fintro}, who held {aq}.',
    '{fintro} came along with {aq}. "[look what I have|is it not lovely|I found this]," said {fn}.',
    'just then {fintro} came by and proudly showed {mo} {aq}.',
    '{m} saw {fintro}. {fn} was carrying {aq}.',
    'somebody came with {aq}. it was {fintro}.',
    '"who are you?" asked {mn}. "I am {fplain}, and this is my {qw}," said {f}.',
    '{fintro} had {aq} and was proud of it. "[hello|good to see you]," said {fn}.',
    '{m} heard somebody. it was {fintro}, with {aq}.',
    '{fintro} stopped to say hello and let {mo} look at {aq}.',
  ],
  /** The friend has the very thing that was lost. */
  meetFinder: [
    'there stood {fintro}, and {f} had {p}!',
    '{m} met {fintro}. "is this yours?" asked {fn}, and held up {p}.',
    '{fintro} came by with {p}. "I found it on the way," said {fn}.',
    '"are you looking for this?" asked somebody. it was {fintro}, with {p}.',
    '{m} heard somebody call. it was {fintro}, who had found {p}.',
    'then came {fintro} and held {p} up high. "somebody lost this," said {fn}.',
  ],
  /** A third friend joins. */
  meetThird: [
    'soon {gintro} came too. now there were three of them.',
    '{gintro} heard them laughing and came to join in.',
    '"wait for me!" called {gintro}. so they were three.',
    'then they met {gintro}, and {gn} stayed with them.',
    '"may I come too?" asked {gintro}. of course {gn} could.',
    '{gintro} came along, and everybody said hello.',
    'then a third friend came. it was {gintro}.',
  ],
  /** They talk; nothing changes. */
  talk: [
    '"what do you like best of all?" asked {f}. {mn} had to think for a long time.',
    '{f} made a joke, and {mn} laughed so hard that everybody heard it.',
    '"I am a little afraid," said {f}. "I am with you," said {mn}.',
    '"do you believe in magic?" asked {f}. "of course I do," said {mn}.',
    '{m} told {f} everything. {fn} listened and nodded.',
    '"[what a fine adventure|are you not afraid|how far have you come]?" asked {f}. {mn} laughed.',
    'they talked and laughed, and the time flew by. {detail}',
    '{f} knew a story, and {mn} listened with wide eyes. {detail}',
    '"let us be friends," said {fn}. "yes, let us," said {mn}.',
    'they stayed side by side and did not say a word. {detail}',
    '{f} was shy at first, but {mn} was kind, and soon both of them laughed.',
    '{f} asked where {mn} came from, and {mn} told a long story.',
    '"what do you want to be?" asked {f}. "brave," said {mn}. "very brave."',
    'they told each other their best secrets. {detail}',
    '{mn} and {fn} counted to a hundred together. {detail}',
  ],
  /** Both of them enjoy what the main character holds. */
  share: [
    '"may I see {p}?" asked {f}. {mn} showed it, and they looked at it together.',
    '"be careful with {p}," said {mn}. {f} [nodded|promised to be very gentle].',
    '{f} said that {p} was [magic|the best thing ever]. {mn} laughed and held it close.',
    'they both looked at {p} for a long time. {detail}',
    '"where did you get {p}?" asked {f}. "it is a secret," said {mn}.',
    '{f} had never seen [anything so pretty|anything like it]. {mn} was [proud|glad] to share.',
    '{mn} and {fn} took turns to guess where {p} came from.',
    '{p} made them both [smile|laugh]. {detail}',
    '{f} said, "I like {p}." "I like it too," said {mn}.',
    '{mn} told {f} all about {p}. {fn} listened.',
    '"{p} must be very old," said {f}. {mn} was not so sure.',
  ],
  /** A third friend joins and holds a prop. */
  meetThirdHolding: [
    'then {gintro} came along with {aq} for everybody to see.',
    '"look what I have!" called {gintro}. it was {aq}.',
    'soon {gintro} joined them. {gn} had {aq} along.',
    'they met {gintro}, who was carrying {aq}. now there were three of them.',
    'a third friend came. it was {gintro}, who held {aq}.',
  ],
  /** They play together; nothing changes. */
  play: [
    '{mn} and {fn} played hide and seek. {detail}',
    'they played until they were out of breath. {detail}',
    '"you cannot catch me!" called {f}, and {mn} ran after {fo}.',
    'they made up a game that nobody else knew. {detail}',
    '{f} told a riddle, and {mn} guessed it. {detail}',
    'they sang the same song seven times. {detail}',
  ],
  /** The friend may hold the main character's prop for a while. */
  lend: [
    '"may I hold {p} for a while?" asked {f}. {mn} said yes, and {fn} took it.',
    '{mn} let {f} hold {p} for a while.',
    '{f} wanted to try {p}, so {mn} let {fo} have it for a little while.',
    '"you can have it for a while," said {mn}, and gave {p} to {f}.',
  ],
} as const satisfies Record<string, readonly string[]>;
