// The names of all steps that undo and redo know, as plain English that completes "Undo …". The interface translates them: a
// name that is not in this list does not compile, and one without a Chinese word does not either (renderer/i18n/zh/steps.ts).

export const stepLabels = [
  'add panel',
  'add picture',
  'add picture panel',
  'add reference picture',
  'change author',
  'change drawing style',
  'change title',
  'choose picture',
  'choose text',
  'clear other pictures',
  'continue the story',
  'delete panel',
  'describe picture',
  'draw picture',
  'keep text version',
  'keep the words so far',
  'late text',
  'mark favourite',
  'move panel',
  'redraw picture',
  'remove picture',
  'remove reference picture',
  'remove text version',
  'restore recovered text',
  'rewrite text',
  'typing',
  'unmark favourite',
  'write a line',
  'write and draw panel',
  'write text',
] as const;

export type StepLabel = (typeof stepLabels)[number];
