// Chinese for the writer's own styles: choosing them, and keeping them in order.

export const adapters: Readonly<Record<string, string>> = {
  'Your own styles': '您自己的风格',
  'Your own styles: {count, plural, =0 {none} other {#}}': '您自己的风格：{count, plural, =0 {未选} other {# 个}}',
  'Learned from {panels, plural, one {# panel} other {# panels}}': '从 {panels, plural, other {# 个画格}}学来',
  'Knows: {words}': '会画：{words}',
  'Made elsewhere': '在别处制作',
  Imported: '导入的',
  'None yet. What you teach the model, or import, can be chosen here for every story.':
    '还没有。您教给模型的或导入的风格，都可以在这里为每个故事选用。',
  'A style that is no longer here': '一个已不在这里的风格',
  'The story cannot be drawn with it.': '故事无法再用它来画。',
  'Take it out': '去掉',
  'Manage and import…': '管理与导入…',
  'Strength of {name}': '“{name}”的强度',
  'Heroes and voices that the model was taught. Each is proved before it is taken in.':
    '教给模型的主角和讲述方式。每一个都要先通过检验才会收入。',
  '{name} can be chosen for your stories now.': '现在可以为您的故事选用“{name}”了。',
  'Import a folder…': '导入文件夹…',
  'Import a ZIP…': '导入 ZIP…',
  'There is none yet.': '还没有。',
  'An example comes with the studio: a tiger, which the built-in model learned from four short stories.':
    '工作室自带一个示例：一只老虎，是内置模型从四个短故事里学会的。',
  'Add the example': '加入示例',
  '{file} is written.': '已写入 {file}。',
  '{name} is deleted.': '已删除“{name}”。',
  'Name of {name}': '“{name}”的名称',
  'Export {name}': '导出“{name}”',
  'Keep it': '保留',
  'No story uses it.': '没有故事在使用它。',
  'Used in {titles}. What is drawn there stays; it cannot be drawn again in this style.':
    '用于{titles}。那里已画好的会保留，但不能再用这个风格重画。',
};
