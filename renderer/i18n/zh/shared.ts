// Words that several features say. Terms: panel 画格, board 画板, bundle 模型, draft 草稿.
export const shared: Readonly<Record<string, string>> = {};
