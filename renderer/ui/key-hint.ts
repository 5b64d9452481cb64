// Keys as this system writes them: "Ctrl ↵" here, "⌘ ↵" on a Mac. For hints beside what the keys do; no sentence contains them.

const isMac = (): boolean => /Mac/.test(navigator.userAgent);

const names = {
  command: ['Ctrl', '⌘'],
  alt: ['Alt', '⌥'],
  shift: ['⇧', '⇧'],
  enter: ['↵', '↵'],
  tab: ['Tab', '⇥'],
  escape: ['Esc', 'esc'],
  up: ['↑', '↑'],
  down: ['↓', '↓'],
  home: ['Home', '↖'],
  end: ['End', '↘'],
} as const;

/** `keyHint('command', 'J')`: known keys by name, others as they stand. */
export const keyHint = (...keys: readonly string[]): string =>
  keys.map((key) => (key in names ? names[key as keyof typeof names][isMac() ? 1 : 0] : key)).join(' ');
