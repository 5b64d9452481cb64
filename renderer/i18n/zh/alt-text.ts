// Chinese words of the descriptions of pictures.
export const altText: Readonly<Record<string, string>> = {
  Descriptions: '图片描述',
  'Descriptions…': '图片描述…',
  'Descriptions of pictures…': '图片描述…',
  'What readers who cannot see a picture hear instead, in every exported book. Where there is none, they hear the words of the panel.':
    '看不见图片的读者在每一种导出的书里会听到的内容。没有描述时，他们会听到画格里的文字。',
  'Every picture has a description.': '每张图片都有描述。',
  '{missing, plural, one {# picture has no description.} other {# pictures have no description.}}':
    '{missing, plural, other {# 张图片还没有描述。}}',
  'Looking at picture {number} of {all}': '正在看第 {number} 张图片，共 {all} 张',
  'Describing pictures': '正在描述图片',
  'Propose all missing': '为缺少描述的全部拟写',
  'The story has no pictures yet.': '故事里还没有图片。',
  'Only those without a description': '只看还没有描述的',
  'Description of the picture in panel {number}': '第 {number} 个画格中图片的描述',
  'What is to be seen?': '画面上有什么？',
  'Propose: panel {number}': '拟写：第 {number} 个画格',
  'Looking…': '正在看…',
  Propose: '拟写',
  'Described by you': '由您描述',
  'Proposed by the model': '由模型拟写',
  'Proposed by the model, edited by you': '由模型拟写，经您修改',
  'Not described yet': '还没有描述',
  'The words of the panel: readers hear them twice': '这是画格里的文字：读者会听到两遍',
  '{count, plural, =0 {The model has no words for it.} one {# picture described.} other {# pictures described.}}':
    '{count, plural, =0 {模型想不出描述。} other {已描述 # 张图片。}}',
};
