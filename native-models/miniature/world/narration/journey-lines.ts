// Going on and time passing. {w} is whoever goes: the main character alone, or the friends together; verbs are in the past, so
// that they fit both. What is carried is mostly not mentioned: the picture shows it.

export const JOURNEYS = {
  /** To another place at the same time. */
  journey: [
    '{w} walked [on and on|a long way|for a while] and came {to}.',
    '{w} ran {to} [as fast as the wind|without looking back|and laughed].',
    'then {w} went {to}. {detail}',
    'the path led {w2} {to}. {detail}',
    '{w} took a deep breath and walked {to}. {detail}',
    '2:"[come on|off we go|this way]!" said {mn}, and {w} went {to}.',
    'after a long walk {w} came {to} and stopped to rest.',
    '{w} wanted to see more of the world and went {to}.',
    '{w} hurried {to}. {detail}',
    '{w} followed a little bird and came {to}.',
    '{w} wanted to find out what was there and went {to}. {detail}',
    'up and down, left and right, {w} went on and came {to}.',
    'a narrow path led {w2} {to}.',
    'step by step {w} went {to}. {detail}',
    'soon {w} came {to}. everything was [new|quiet|different] here.',
    '{w} went {to}, humming a little song.',
  ],
  /** To another place while the hour changes. */
  journeyTime: [
    '{then} {w} came {to}. {detail}',
    '{then} {w} walked {to}.',
    '{w} walked for a long time. {then} {w} came {to}.',
    '{then} {w} went {to} and looked around.',
    'it was a long way. {then}, at last, {w} came {to}.',
  ],
  /** The hour changes at the same place. */
  timePass: [
    '{then} {w} still sat there. {detail}',
    'time went by. {then} everything looked different, but {w} stayed.',
    '{then} {w} sat down to rest for a while.',
    '{then} {w} looked up at the sky and smiled.',
    '{w} stayed a long time. {then} it was very quiet.',
    '{then} the world grew [still|quiet]. {w} did not want to leave.',
  ],
  /** Nothing changes but the mood. */
  wonder: [
    '{m} stopped and listened. {detail}',
    '{m} smiled. "this is the best place of all," {m} said.',
    '{m} [looked around|turned around slowly]. {detail} {m} felt very small and very brave.',
    '"[who is there|hello|is anybody here]?" called {mn}. nobody answered. {detail}',
    '{m} sat down and thought for a while. {detail}',
    '{detail} {m} was [not afraid|a little afraid|full of wonder].',
    '{m} began to sing a little song. {detail}',
    '{m} closed {ms} eyes and made a wish. {detail}',
    '{m} took three steps and stopped. {detail}',
    'how big the world was! {m} [took a deep breath|felt very brave]. {detail}',
    'was somebody there? {m} waited. {detail}',
  ],
  /** The main character looks for something that is gone. */
  search: [
    '{m} looked everywhere. at last {m} went {to}.',
    '"I must find it," said {mn}. {m} went {to} to look there.',
    '{m} searched high and low and came {to}. {detail}',
    'where could it be? {m} ran {to} and looked around.',
    '{m} did not give up. {m} walked {to} and called, "where are you?"',
  ],
} as const satisfies Record<string, readonly string[]>;
