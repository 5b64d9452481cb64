// What the handlers of the renderer contract stand on, and the type of one group of them.
import type { StudioContract } from '../../../common/ipc/contract';
import type { HandlersOf } from '../../../common/ipc/shape';
import type { DeviceBench } from '../../host/device-bench';
import type { EngineClient } from '../../host/client';
import type { AdapterLibrary } from '../../services/adapters/adapter-library';
import type { ExportService } from '../../services/exports/export-service';
import type { GenerationService } from '../../services/generation/generation-service';
import type { JobQueue } from '../../services/jobs/job-queue';
import type { SettingsService } from '../../services/settings/settings-service';
import type { DataSets } from '../../services/tuning/data-sets';
import type { TuningService } from '../../services/tuning/tuning-service';
import type { StoryLibrary } from '../../services/stories/story-library';
import type { Caller } from '../caller';
import type { StudioWindows } from '../window';

export interface HandlerPorts {
  readonly library: StoryLibrary;
  readonly adapters: AdapterLibrary;
  readonly jobs: JobQueue;
  readonly generation: GenerationService;
  readonly settings: SettingsService;
  readonly exports: ExportService;
  readonly dataSets: DataSets;
  readonly tuning: TuningService;
  readonly engine: EngineClient;
  readonly devices: DeviceBench;
  readonly windows: StudioWindows;
  readonly logPath: string;
  readonly shellName: string;
}

/** The handlers of one group of the contract. */
export type GroupHandlers<Group extends keyof StudioContract> = HandlersOf<StudioContract, Caller>[Group];
