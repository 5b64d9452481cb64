// The queue, as the page may steer it: a line each over the queue itself.
import type { GroupHandlers, HandlerPorts } from './handler-ports';

export const jobHandlers = ({ jobs }: HandlerPorts): GroupHandlers<'job'> => ({
  list: () => jobs.list(),
  cancel: ({ jobId }) => {
    jobs.cancel(jobId);
  },
  cancelAll: () => {
    jobs.cancelAll();
  },
  move: ({ jobId, toPosition }) => {
    jobs.move(jobId, toPosition);
  },
  resume: ({ jobIds }) => {
    jobs.resume(jobIds);
  },
  retry: ({ jobId }) => {
    jobs.retry(jobId);
  },
  clearEnded: () => {
    jobs.clearEnded();
  },
  taken: ({ jobId }) => {
    jobs.taken(jobId);
  },
});
