// Chinese words of the export.
export const exports: Readonly<Record<string, string>> = {
  'Export as a book': '导出为书籍',
  '“{title}”: {panels, plural, one {# panel} other {# panels}}, {pictures, plural, one {# picture} other {# pictures}}.':
    '《{title}》：{panels, plural, other {# 个画格}}，{pictures, plural, other {# 张图片}}。',
  'Page size': '页面尺寸',
  'There is nothing in the story yet: write a line or add a picture first.':
    '故事里还什么都没有：请先写一行文字或添加一张图片。',
  '{count, plural, one {# panel has no picture yet; its text is set alone.} other {# panels have no picture yet; their text is set alone.}}':
    '{count, plural, other {# 个画格还没有图片，将只排文字。}}',
  '8.5 × 8.5 in': '8.5 × 8.5 英寸',
  '8 × 10 in': '8 × 10 英寸',
  Letter: '美国信纸',
  'Square picture book': '方形图画书',
  'Tall picture book': '竖版图画书',
  '210 × 297 mm': '210 × 297 毫米',
  '8.5 × 11 in': '8.5 × 11 英寸',
};
