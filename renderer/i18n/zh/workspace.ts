// Chinese words of running work and of the open story.
export const workspace: Readonly<Record<string, string>> = {
  'Saved a copy: {folder}': '已另存副本：{folder}',
  'You typed meanwhile, so the new words are kept as a version of the panel.':
    '您刚才也在输入，因此模型写的文字已作为该画格的一个版本保留。',
  'The panel was deleted meanwhile, so its new words and picture were not added.':
    '该画格已被删除，因此没有加入新的文字和图片。',
  'The words are ready.': '文字已写好。',
  'The picture is ready.': '图片已画好。',
  'Stopped.': '已停止。',
  Stopped: '已停止',
  'Not finished': '未完成',
  'From last time': '来自上次',
  Waiting: '等待中',
  'Looking at the story': '正在看故事',
  Writing: '正在写作',
  Imagining: '正在构想',
  Drawing: '正在绘制',
  'Finishing the picture': '正在完成图片',
  'Making the book': '正在制作书籍',
  Done: '完成',
  'A file for readers': '给读者的文件',
  'A picture': '一张图片',
  'Words for a panel': '一个画格的文字',
  'A new panel': '一个新画格',
  'Waiting, number {place} in line': '等待中，排在第 {place} 位',
  '{stage}, step {step} of {steps}': '{stage}，第 {step} 步，共 {steps} 步',
  'about {seconds} s': '约 {seconds} 秒',
  'about {minutes} min': '约 {minutes} 分钟',
  'Exported {fileName}.': '已导出 {fileName}。',
  'Exported {fileName} ({pages, plural, one {# page} other {# pages}}).':
    '已导出 {fileName}（{pages, plural, other {# 页}}）。',
  'The export was cancelled. Nothing was written.': '导出已取消，没有写入任何内容。',
};
