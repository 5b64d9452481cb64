// Meetings and talk. A friend is introduced by name and kind once; what the friend holds is said, what the main character holds is
// mostly not.

export const MEETINGS = {
  /** A friend comes with empty hands. */
  meet: [
    '{fintro} was [sitting there|looking for company|on the way too]. "[come and sit with me|hello, you]," said {fn}.',
    'who was that? it was {fintro}! {fn} [waved|bowed|smiled a shy smile].',
    '{m} nearly bumped into {fintro}. "[sorry|oh, excuse me]!" they both said, and laughed.',
    '{fintro} had heard {mo} coming and said, "[welcome, friend|how nice to see somebody]."',
    'there {m} met {fintro}. "[hello|good to see you|where are you going]!" said {fn}.',
    '{fintro} came along and asked, "[may I come with you|what are you doing here|will you play with me]?"',
    'just then {fintro} came by. {f} looked [friendly|a little lonely|kind|surprised].',
    '{m} was not alone. {fintro} was there too, and {fs} eyes were kind.',
    'somebody [laughed|called|coughed softly]. it was {fintro}.',
    'then {m} heard a small voice. it was {fintro}, who said, "[please wait for me|I have nobody to play with|I want to be your friend]."',
    '{m} met {fintro}, and soon they were talking like old friends.',
    '{fintro} was waiting there. "[I knew you would come|at last|what a nice surprise]!" said {fn}.',
    'behind {mo} stood {fintro}. "[do not be afraid|it is only me|hello there]," said {fn}.',
    '"who are you?" asked {mn}. "I am {fplain}," said {f}, and smiled.',
  ],
  /** A friend comes with a prop. */
  meetHolding: [
    'there {m} met {fintro}, who held {aq}.',
    '{fintro} came along with {aq}. "[look what I have|is it not lovely|I found this]," said {fn}.',
    'just then {fintro} came by and proudly showed {mo} {aq}.',
    '{m} saw {fintro}. {fn} was carrying {aq}.',
    'somebody came with {aq}. it was {fintro}.',
    '"who are you?" asked {mn}. "I am {fplain}, and this is my {qw}," said {f}.',
  ],
  /** The friend has the very thing that was lost. */
  meetFinder: [
    'there stood {fintro}, and {f} had {p}!',
    '{m} met {fintro}. "is this yours?" asked {fn}, and held up {p}.',
    '{fintro} came by with {p}. "I found it on the way," said {fn}.',
    '"are you looking for this?" asked somebody. it was {fintro}, with {p}.',
  ],
  /** A third friend joins. */
  meetThird: [
    'soon {gintro} came too. now there were three of them.',
    '{gintro} heard them laughing and came to join in.',
    '"wait for me!" called {gintro}. so they were three.',
    'then they met {gintro}, and {gn} stayed with them.',
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
    'they sat side by side and did not say a word. {detail}',
    '{f} was shy at first, but {mn} was kind, and soon both of them laughed.',
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
  ],
} as const satisfies Record<string, readonly string[]>;
