// Chinese words of steering the model: pictures that follow their words, redrawing a part, cast cards, what the model sees.
export const steering: Readonly<Record<string, string>> = {
  'Following your words': '正随文字重绘',
  'The picture follows your words.': '图片已随文字更新。',
};
