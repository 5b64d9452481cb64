// Trouble and help: what is held is dropped, stuck or lost, found again, and given back; and simple handling of things.

export const PLAIN_TROUBLES = {
  /** What lay there is picked up. */
  take: [
    '{m} picked {p} up and held it close.',
    'very carefully {m} took {p}. "[you are coming with me|how pretty you are|now you are mine]," {m} whispered.',
    '{m} waited, but nobody came for {p}. so {m} took it along.',
    '{m} took {p} and turned it around and around.',
    '"I will look after you," said {mn}, and picked up {p}.',
    'nobody else wanted it, so {m} took {p}.',
    '{m} did not wait long. {m} picked up {p}.',
    '{mn} took {p}. "we will have a fine time, you and I," {mh} said.',
  ],
  /** A prop that was wished for is found on the way and held. */
  findWished: [
    'and there it was! {m} picked up {p} and [laughed|danced] for joy.',
    'at last {m} found {ap}. it was just as {m} had dreamed.',
    '{m} could not believe it. right in front of {mo} was {ap}, and {m} picked it up.',
    'there, {in}, {m} found {ap}. "[at last|my wish came true]!" said {mn}.',
    'the long way was worth it. {in}, {m} found {ap}!',
    '{mn} looked twice. it was true: there was {ap}. {mh} picked it up at once.',
  ],
  /** Friends find a prop together; the main character holds it. */
  findTogether: [
    'there {mn} found {ap}. "[look|come and see]!" {mh} said.',
    '"what is that?" asked {f}. {mn} picked it up. it was {ap}.',
    'something lay on the ground. {mn} picked it up and showed it to {f}. it was {ap}.',
    '{in} they found {ap}. "you carry it," said {fn}, so {mn} did.',
    '{mn} and {fn} both saw it first. it was {ap}. {mn} picked it up.',
  ],
  /** What was held falls and lies on or under something, in sight. */
  drop: [
    'oh no! {m} tripped, and {p} [flew|rolled|fell] away. it landed {placed}.',
    'a gust of wind took {p}. now it was {placed}, and {m} could not reach it.',
    '{m} slipped and let go of {p}. it came to rest {placed}.',
    'suddenly {p} slipped away from {mo} and landed {placed}. "oh dear," said {mn}.',
    '{m} sneezed, and {p} went flying. it landed {placed}.',
    '{m} let go for just a moment, and {p} was {placed}.',
  ],
  /** The main character sets it down beside. */
  putDown: [
    '{m} put {p} down and sat next to it. {detail}',
    '{m} was tired and set {p} on the ground for a while.',
    '{m} laid {p} down very gently and had a little rest.',
    '{p} grew heavy, so {m} put it down and stretched.',
    '{m} let {p} rest on the ground and had a rest too.',
  ],
  /** It is gone, nowhere in the picture. */
  vanish: [
    'but then a gust of wind came, and {p} was gone. {m} [cried a little|was very sad].',
    'when {m} looked again, {p} was gone. nobody had seen it go.',
    '{m} closed {ms} eyes for a moment, and somebody took {p} away.',
    'oh no! {p} was lost. {m} looked all around, but it was nowhere.',
    '{m} stopped for a moment, and then {p} was gone. {m} could not believe it.',
    'the wind took {p} far, far away. now it was lost.',
  ],
  /** A friend turns up at the trouble and helps: the friend now holds it. */
  helped: [
    '"[do not worry|let me help|I can reach it]," said {fintro}, who came by and picked up {p}.',
    'luckily {fintro} was near. {fn} jumped up and got {p}.',
    '{fintro} heard {mo} and came to help. soon {fn} had {p}.',
    'then {fintro} came along and fetched {p} in no time at all.',
    '{fintro} saw it all. {fn} got {p} and smiled at {mo}.',
  ],
  /** It is given back. */
  giveBack: [
    '{f} gave {p} back. "thank you so much!" said {mn}.',
    '"here you are," said {f}, and {mn} had {p} again.',
    '{mn} took {p} back and hugged {f}.',
    '{f} handed {p} to {mn}, who was [very glad|so happy].',
    '"you are a true friend," said {mn}, and held {p} close again.',
    '"{p} is yours," said {f}, and {mn} took it back.',
    '{f} kept {p} safe and now gave it back to {mn}.',
  ],
  /** A prop set down is taken up again. */
  takeUp: [
    'after a while {m} picked {p} up again and felt much better.',
    '{m} took {p} up again. it was time to go on.',
    'then {m} took {p} again, and it felt good to hold it.',
    '{m} went back to {p} and picked it up.',
    '"come with me," said {mn} to {p}, and picked it up again.',
  ],
  /** The friend finds a prop and holds it. */
  friendFinds: [
    '{f} bent down and picked something up. it was {aq}.',
    '"look what I found!" said {f}, and held up {aq}.',
    'there {fn} found {aq}. {mn} was [surprised|amazed].',
    '{fn} was lucky and found {aq}.',
  ],
  /** What was lost is found by the main character. */
  findAgain: [
    'and there was {p} at last! {m} picked it up and hugged it.',
    '{m} looked once more, and there it was. {m} took {p} and [laughed|danced].',
    '"I have found you!" said {mn}, and held {p} close.',
    'then {m} saw something. it was {p}! {m} picked it up again.',
  ],
  /** What is held is put on or under something. */
  hide: [
    '{m} put {p} {placed}. "nobody will find it here," said {mn}.',
    '{m} wanted to keep {p} safe and hid it {placed}.',
    '{m} put {p} {placed} and stepped back to look at it.',
    '"wait here," said {mn} to {p}, and put it {placed}.',
  ],
} as const satisfies Record<string, readonly string[]>;
