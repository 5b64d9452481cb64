// Gifts and endings.

export const PLAIN_ENDINGS = {
  /** The main character gives what is held to the friend. */
  give: [
    '{mn} gave {p} to {f}. "[it is yours now|this is for you|please take it]," {mh} said.',
    '"you may have {p}," said {mn}. {f} [smiled|danced for joy|could hardly speak].',
    '{mn} held out {p}, and {f} took it [with a big smile|very gently].',
    '{f} had nothing at all, so {mn} gave {fo} {p}.',
    '"for me?" asked {f}. {mn} nodded, and {fn} took {p}.',
    '{mn} wanted to make {f} happy, so {mh} gave {fo} {p}.',
    '{mn} thought for a moment. then {mh} gave {p} to {f}.',
    '{mn} looked at {p} once more and gave it to {f}.',
    '"I have something for you," said {mn}, and gave {p} to {f}.',
    '{f} liked {p} so much that {mn} gave it to {fo}.',
  ],
  /** The friend gives what is held to the main character. */
  giveToMain: [
    '{f} gave {q} to {mn}. "[it is yours now|this is for you|please take it]," said {fn}.',
    '"you may have {q}," said {f}. {mn} [smiled|danced for joy|could hardly speak].',
    '"for me?" asked {mn}. {f} nodded, and {mn} took {q}.',
    '{f} held out {q}, and {mn} took it [with a big smile|very gently].',
    '{f} wanted {mn} to have {q} and gave it away with a smile.',
    '"I have something for you," said {f}, and gave {q} to {mn}.',
  ],
  /** They exchange what they hold. */
  swap: [
    '"shall we swap?" asked {f}. so {mn} got {q}, and {fn} got {p}.',
    '{mn} gave {p} to {f} and got {q} for it. both were [happy|very pleased].',
    'they traded. now {fn} had {p}, and {mn} had {q}.',
    '{f} liked {p}, and {mn} liked {q}, so they traded.',
    '"yours for mine?" asked {mn}. soon {fn} had {p}, and {mn} had {q}.',
  ],
  /** Home together. */
  homeTogether: [
    'then they went {to} and told each other stories.',
    '"come home with me," said {mn}. there they laughed until they were sleepy.',
    'tired and happy, they {go} {to}.',
    'they went {to} together, and it was the best time of all.',
    'at last they came {to}. {detail} what an adventure it had been!',
    '{w} {go} {to} and had a good rest.',
    '"let us rest," said {fn}, and they {go} {to}.',
  ],
  /** Home together while the hour changes. */
  homeTogetherTime: [
    '{then} they went {to}, tired and happy.',
    '{then} they came {to} together. what an adventure it had been!',
    '{then} they {go} {to} and told each other stories.',
    '{then} they {go} {to}. {detail}',
    'they had seen enough. {then} they {go} {to}.',
  ],
  /** The main character goes home alone. */
  homeAlone: [
    '{m} went {to}, tired and happy. what an adventure it had been!',
    'then {m} {go} {to} and thought about everything.',
    '{m} was a little tired and went {to}. {detail}',
    'at last {m} came {to}. {detail} {m} smiled.',
    '{m} {go} {to}. it had been a long way.',
    '"that is enough for now," thought {mn}, and {go} {to}.',
  ],
  homeAloneTime: [
    '{then} {m} went {to}, tired and happy.',
    '{then} {m} came {to} and thought about everything.',
    '{then} {m} {go} {to}. what an adventure it had been!',
    '{then} {m} {go} {to}. {detail}',
  ],
  /** A happy end where they are. */
  endPair: [
    'from then on {mn} and {fn} were the best of friends.',
    'they hugged and promised to meet again very soon.',
    'and so they stayed together, happy as could be. {detail}',
    '"this was the best adventure ever," said {mn}, and {f} agreed.',
    '{mn} and {fn} sang a song together. {detail}',
    '"will you be my friend for ever?" asked {f}. "yes," said {mn}. "for ever and ever."',
    'what a fine adventure it was! {mn} and {fn} would tell everybody about it.',
    'nobody was lonely any more. {mn} and {fn} laughed and danced.',
    'neither of them ever forgot it. {detail}',
    '{f} smiled at {mn}, and {mn} smiled back. {detail}',
    'that was the beginning of a long friendship between {mn} and {fn}.',
    '"let us meet again soon," said {f}. {mn} promised.',
    'and if you go there, you may still hear {mn} and {fn} laugh.',
  ],
  endThree: [
    'from then on the three of them were the best of friends.',
    'the three friends laughed and danced and sang. {detail}',
    '"three is better than two," said {mn}, and everybody agreed.',
    '{mn} looked at {fn} and {gn}. it was good to have friends.',
    'they made a promise to stay friends for ever. {detail}',
    'everybody was happy, and nobody wanted to leave. {detail}',
    '{mn}, {fn} and {gn} sang together. {detail}',
  ],
  endAlone: [
    '{m} was [happy|glad|proud] and would never forget it. {detail}',
    '"what an adventure," said {mn}, and smiled a big smile.',
    '{m} danced around and around for joy. {detail}',
    '{m} [yawned and smiled|was tired but happy]. soon there would be a new adventure.',
    'it was good to be alive. {m} [laughed|smiled] and looked around once more. {detail}',
    'and that is how {mn} learned to be brave. {detail}',
    '{m} closed {ms} eyes and was happy. {detail}',
    'that was a story that {mn} would often tell. {detail}',
    '{m} had learned something: even small ones can be brave.',
    'all was well. {detail} {m} smiled.',
  ],
  /** The friend leaves, with whatever the friend holds. */
  goodbye: [
    '"I must go now," said {f}, and went away. {mn} waved for a long time.',
    'then {fn} said goodbye and left. now {mn} was alone again.',
    '"goodbye, my friend," said {fn}, and was gone. {mn} was a little sad.',
    '{f} had to leave. {mn} waved until {fn} was out of sight.',
  ],
} as const satisfies Record<string, readonly string[]>;
