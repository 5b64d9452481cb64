// Chinese words of the Page and Reader views.
export const pages: Readonly<Record<string, string>> = {
  'Edit the words of panel {number}': '编辑第 {number} 格的文字',
  'Words of panel {number}': '第 {number} 格的文字',
  'Page {page}': '第 {page} 页',
  'Words of this panel': '本格的文字',
  'Words as in the whole book': '文字位置同全书',
  'There are no pages yet. Write the first line on the board.': '还没有页面。请先在画板上写下第一行。',
  'Go to the board': '前往画板',
  Pages: '页面',
  'Book design': '书籍设计',
  'Hide the design': '隐藏设计',
  'Leave the reader (Escape)': '离开阅读（Escape）',
};
