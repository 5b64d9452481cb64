// Chinese words of the export.
export const exports: Readonly<Record<string, string>> = {};
