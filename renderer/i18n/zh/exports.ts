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
  'E-book (EPUB)': '电子书（EPUB）',
  'For reading apps and e-readers': '用于阅读应用和电子阅读器',
  'An e-book that reflows to every screen': '适应各种屏幕的电子书',
  'One page for every panel, with a table of contents': '每个画格一页，附目录',
  'The book’s fonts and the descriptions of its pictures inside': '内含书的字体和图片描述',
  'Reads from right to left where the story does': '故事从右往左读时，书也从右往左翻',
  'Export EPUB': '导出 EPUB',
  'Web page (HTML)': '网页（HTML）',
  'A flip-book in one file': '单个文件的翻页书',
  'A flip-book that opens in every browser': '任何浏览器都能打开的翻页书',
  'One file with everything inside: send it, or put it on a website':
    '一个文件包含全部内容：可以发送，也可以放到网站上',
  'Turns with keys, buttons and swipes, on a phone too; also scrolls and prints':
    '用按键、按钮或滑动翻页，手机上也行；也可以滚动阅读和打印',
  'Loads nothing from anywhere': '不从任何地方加载内容',
  'Export HTML': '导出 HTML',
  'Numbered files with their making inside': '带编号的文件，内含制作信息',
  '{pictures, plural, one {# picture as it is} other {# pictures as they are}}':
    '{pictures, plural, other {# 张图片，原样导出}}',
  'Numbered as their panels, in full size': '按画格编号，原始尺寸',
  'Inside each: who made it, the model with its digest, seed and settings, and the description':
    '每张图内含：由谁制作、模型及其摘要值、随机种子与设置，以及描述',
  'Save as': '保存为',
  'One ZIP file': '一个 ZIP 文件',
  'To send or to keep': '便于发送或存档',
  'A folder': '一个文件夹',
  'A new one, inside the folder that you choose': '在您选择的文件夹里新建',
  'Export pictures': '导出图片',
  'AI use report': 'AI 使用报告',
  'Who made what, and how': '谁做了什么，怎样做的',
  'How this story was made': '这个故事是怎样做成的',
  'Words, pictures and descriptions: how many by you, by the model, and by both':
    '文字、图片和描述：多少出自您、多少出自模型、多少由两者共同完成',
  'The model with its digest, and seed and settings of every panel': '模型及其摘要值，以及每个画格的随机种子和设置',
  'What the story’s file records, in plain words; the report is in English':
    '用平实的语言写出故事文件所记录的内容；报告为英文',
  'A web page (HTML)': '网页（HTML）',
  'To read and to print': '便于阅读和打印',
  'Plain text (Markdown)': '纯文本（Markdown）',
  'To paste elsewhere': '便于粘贴到别处',
  'Export report': '导出报告',
};
