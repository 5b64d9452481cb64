// Chinese words of the primitives.
export const ui: Readonly<Record<string, string>> = {
  Close: '关闭',
  Messages: '消息',
  Dismiss: '忽略',
};
