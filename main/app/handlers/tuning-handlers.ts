// Data sets and tunings over their services. The folder dialog belongs to the calling window.
import { dialog } from 'electron';
import { nativeWords } from '../native-words';
import type { GroupHandlers, HandlerPorts } from './handler-ports';

export const tuningHandlers = ({ dataSets, tuning, settings }: HandlerPorts): GroupHandlers<'tuning'> => ({
  panels: ({ storyId }) => dataSets.panels(storyId),
  propose: (sources) => dataSets.propose(sources),
  openFolder: async (_input, { window }) => {
    const answer = await dialog.showOpenDialog(window, {
      title: nativeWords(settings.get()).chooseDrawings,
      properties: ['openDirectory'],
    });
    const [folder] = answer.filePaths;
    return answer.canceled || folder === undefined ? null : dataSets.proposeFolder(folder);
  },
  describe: ({ dataSetId, itemId }) => dataSets.describe(dataSetId, itemId),
  change: ({ dataSetId, items }) => dataSets.change(dataSetId, items),
  discard: ({ dataSetId }) => dataSets.discard(dataSetId),
  estimate: ({ dataSetId, plan, presets }) => tuning.estimate(dataSetId, plan, presets),
  start: ({ dataSetId, name, plan }) => tuning.start(dataSetId, name, plan),
  pause: ({ runId }) => {
    tuning.pause(runId);
  },
  resume: ({ runId }) => {
    tuning.resume(runId);
  },
  stop: ({ runId }) => {
    tuning.stop(runId);
  },
  list: () => tuning.list(),
  choose: async ({ runId, step, name }) => ({ adapterId: await tuning.choose(runId, step, name) }),
  remove: ({ runId }) => tuning.remove(runId),
});
