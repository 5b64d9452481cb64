// Chinese words of the queue.
export const queue: Readonly<Record<string, string>> = {
  'Queue: nothing waits': '队列：没有等待的任务',
  'Queue: {count} at work or waiting': '队列：{count} 个任务进行中或等待中',
  Queue: '队列',
  'Nothing is being made right now.': '现在没有正在进行的任务。',
  ', {eta} left': '，还需{eta}',
  'in another story': '在另一个故事中',
  'Stop: {what}': '停止：{what}',
};
