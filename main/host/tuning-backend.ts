// The studio's own trainer behind the port of the tuning process.
import { StudioError } from '../../common/base/studio-error';
import type { TuningBackend } from './tuner';

const missing = (): Promise<never> =>
  Promise.reject(new StudioError('unsupported-op', 'This build of the studio cannot learn yet.'));

export const studioTuningBackend = (): TuningBackend => ({ estimate: missing, run: missing });
