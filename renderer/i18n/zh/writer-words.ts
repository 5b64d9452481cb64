// Chinese words for errors: what happened to the story, and what to do.
export const writerWords: Readonly<Record<string, string>> = {
  'The model that writes and draws is not here.': '找不到负责写作和绘画的模型。',
  'You can write, add pictures and export meanwhile; install the model again to continue.':
    '您仍可写作、添加图片和导出；要继续使用模型，请重新安装它。',
  'The model’s files are damaged.': '模型的文件已损坏。',
  'Your story is not affected. Install the model again.': '您的故事不受影响。请重新安装模型。',
  'The model’s parts do not fit together.': '模型的各个部分互不匹配。',
  'This device cannot run the model.': '这个设备无法运行模型。',
  'Choose the processor (CPU) in Settings; it always works.': '请在设置中选择处理器（CPU），它总能运行。',
  'There was not enough memory to finish.': '内存不足，无法完成。',
  'Close other programs and try again. Your story is safe.': '请关闭其他程序后重试。您的故事很安全。',
  'The engine stopped in the middle of its work.': '引擎在工作途中停止了。',
  'It starts again by itself. Your story is safe; try again.': '它会自行重新启动。您的故事很安全，请重试。',
  'The disk is full.': '磁盘已满。',
  'Free some space and try again, or save a copy elsewhere.': '请腾出一些空间后重试，或把副本存到别处。',
  'Something went wrong inside the studio.': '工作室内部出了问题。',
  'Your story is safe. Try again; the log has the details.': '您的故事很安全。请重试；详情见日志。',
};
