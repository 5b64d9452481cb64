// Chinese words of the Page and Reader views.
export const pages: Readonly<Record<string, string>> = {
  Back: '上一页',
  Forward: '下一页',
};
