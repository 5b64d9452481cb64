// Trouble and help: what is held is dropped, stuck or lost, found again, and given back; and simple handling of things.

export const TROUBLES = {
  /** What lay there is picked up. */
  take: [
    '{m} picked {p} up and held it close.',
    'very carefully {m} took {p}. "[you are coming with me|how pretty you are|now you are mine]," {m} whispered.',
    '{m} waited, but nobody came for {p}. so {m} took it along.',
    '{m} took {p} and turned it around and around.',
    '"I will look after you," said {mn}, and picked up {p}.',
    'nobody was there. {m} took {p} with both hands.',
  ],
  /** A prop that was wished for is found on the way and held. */
  findWished: [
    'and there it was! {m} picked up {p} and [laughed|danced] for joy.',
    'at last {m} found {ap}. it was just as {m} had dreamed.',
    '{m} could not believe it. right in front of {mo} was {ap}, and {m} picked it up.',
    'there, {in}, {m} found {ap}. "[at last|my wish came true]!" said {mn}.',
  ],
  /** Friends find a prop together; the main character holds it. */
  findTogether: [
    'there {mn} found {ap}. "[look|come and see]!" {mh} said.',
    '"what is that?" asked {f}. {mn} picked it up. it was {ap}.',
    'something lay on the ground. {mn} picked it up and showed it to {f}. it was {ap}.',
    '{in} they found {ap}. "you carry it," said {fn}, so {mn} did.',
  ],
  /** What was held falls and lies on or under something, in sight. */
  drop: [
    'oh no! {m} tripped, and {p} [flew|rolled|fell] away. it landed {placed}.',
    'a gust of wind took {p}. now it was {placed}, and {m} could not reach it.',
    '{m} slipped and let go of {p}. it came to rest {placed}.',
    'suddenly {p} slipped away from {mo} and landed {placed}. "oh dear," said {mn}.',
  ],
  /** The main character sets it down beside. */
  putDown: [
    '{m} put {p} down and sat next to it. {detail}',
    '{m} was tired and set {p} on the ground for a while.',
    '{m} laid {p} down very gently and had a little rest.',
    '{p} grew heavy, so {m} put it down and stretched.',
  ],
  /** It is gone, nowhere in the picture. */
  vanish: [
    'but then a gust of wind came, and {p} was gone. {m} [cried a little|was very sad].',
    'when {m} looked again, {p} was gone. where could it be?',
    '{m} closed {ms} eyes for a moment, and somebody took {p} away.',
    'oh no! {p} was lost. {m} looked all around, but it was nowhere.',
  ],
  /** A friend turns up at the trouble and helps: the friend now holds it. */
  helped: [
    '"[do not worry|let me help|I can reach it]," said {fintro}, who came by and picked up {p}.',
    'luckily {fintro} was near. {fn} jumped up and got {p}.',
    '{fintro} heard {mo} and came to help. soon {fn} had {p}.',
    'then {fintro} came along and fetched {p} in no time at all.',
  ],
  /** It is given back. */
  giveBack: [
    '{f} gave {p} back. "thank you so much!" said {mn}.',
    '"here you are," said {f}, and {mn} had {p} again.',
    '{mn} took {p} back and hugged {f}.',
    '{f} handed {p} to {mn}, who was [very glad|so happy].',
    '"you are a true friend," said {mn}, and held {p} close again.',
  ],
  /** A prop set down is taken up again. */
  takeUp: [
    'after a while {m} picked {p} up again and felt much better.',
    '{m} took {p} up again. it was time to go on.',
  ],
} as const satisfies Record<string, readonly string[]>;
