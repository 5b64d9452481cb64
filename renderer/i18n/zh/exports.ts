// Chinese words of the export.
export const exports: Readonly<Record<string, string>> = {
  Export: '导出',
  Format: '格式',
  'Book (PDF)': '书籍（PDF）',
  'Typeset pages for print and screen': '排好版的页面，可打印，也可在屏幕上阅读',
  '“{title}”: {panels, plural, one {# panel} other {# panels}}, {pictures, plural, one {# picture} other {# pictures}}.':
    '《{title}》：{panels, plural, other {# 个画格}}，{pictures, plural, other {# 张图片}}。',
  'There is nothing in the story yet: write a line or add a picture first.':
    '故事里还什么都没有：请先写一行文字或添加一张图片。',
};
