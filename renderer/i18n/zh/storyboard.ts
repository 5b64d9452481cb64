// Chinese words of the board.
export const storyboard: Readonly<Record<string, string>> = {};
