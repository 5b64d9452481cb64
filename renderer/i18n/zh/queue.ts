// Chinese words of the queue.
export const queue: Readonly<Record<string, string>> = {};
