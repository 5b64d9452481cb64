// The one source of truth for what renderer and main say to each other: its groups, one file each in contract/. Schemas only:
// handlers live in main/app, the client in renderer/api, the table of names in preload/surface.ts.
import { adaptersGroup } from './contract/adapters';
import { appGroup } from './contract/app';
import { engineGroup } from './contract/engine';
import { exportsGroup } from './contract/exports';
import { generateGroup } from './contract/generate';
import { jobGroup } from './contract/job';
import { menuGroup } from './contract/menu';
import { settingsGroup } from './contract/settings';
import { snapshotGroup } from './contract/snapshot';
import { storyGroup } from './contract/story';
import { tuningGroup } from './contract/tuning';

export type { CastMember, ContextPanel, Redraw } from './contract/generate';
export type { EngineStatus } from './contract/engine';
export type { OpenedStory, OutsideState } from './contract/story';

export const contract = {
  app: appGroup,
  story: storyGroup,
  snapshot: snapshotGroup,
  generate: generateGroup,
  job: jobGroup,
  engine: engineGroup,
  exports: exportsGroup,
  adapters: adaptersGroup,
  tuning: tuningGroup,
  settings: settingsGroup,
  menu: menuGroup,
} as const;
export type StudioContract = typeof contract;
