// Chinese words of the versions and details of a panel.
export const inspector: Readonly<Record<string, string>> = {};
