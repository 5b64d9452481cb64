// Words that several features say. Terms: panel 画格, board 画板, picture 图片, drawing style 画风, bundle 模型包.
export const shared: Readonly<Record<string, string>> = {
  'Try again': '重试',
  'Untitled story': '未命名的故事',
  'New story': '新建故事',
  'Open a story folder…': '打开故事文件夹…',
  'Open log': '打开日志',
  'Save a copy': '另存副本',
  Settings: '设置',
  'Stopping…': '正在停止…',
  Restore: '还原',
  Compare: '比较',
  Discard: '丢弃',
  Continue: '继续写',
  Stop: '停止',
  Undo: '撤销',
  'Show in folder': '在文件夹中显示',
};
