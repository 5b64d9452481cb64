// The engine's state of the studio in memory: two devices, of which the graphics one does not work, restarts and safe mode.
import type { DeviceInfo } from '../../../common/domain/device';
import type { EngineStatus, StudioContract } from '../../../common/ipc/contract';
import type { ClientOf } from '../../../common/ipc/shape';

type EngineCalls = ClientOf<StudioContract>['engine'];

export function createFakeEngine(
  status: () => EngineStatus,
  emitEngine: (status: Partial<EngineStatus>) => void,
  changed: EngineCalls['changed'],
): EngineCalls {
  const devices = new Map<string, DeviceInfo>([
    ['cpu', { name: 'cpu', title: 'Example CPU at 3.0 GHz', freeBytes: 9_800_000_000, test: null }],
    ['webgpu', { name: 'webgpu', title: '', freeBytes: null, test: null }],
  ]);
  const restarted = (isSafeMode: boolean): Promise<void> => {
    emitEngine({
      state: 'ready',
      trouble: 'none',
      message: '',
      isSafeMode,
      device: isSafeMode ? 'cpu' : status().device,
    });
    return Promise.resolve();
  };
  return {
    status: () => Promise.resolve(status()),
    changed,
    restart: () => restarted(false),
    startSafeMode: () => restarted(true),
    devices: () => Promise.resolve([...devices.values()]),
    testDevice: ({ name }) => {
      const reason = 'No graphics device was found that it can use.';
      const test =
        name === 'cpu'
          ? { works: true, reason: '', ms: 1.9, gflops: 41.5 }
          : { works: false, reason, ms: null, gflops: null };
      const device: DeviceInfo = { ...devices.get('cpu')!, ...devices.get(name), test };
      devices.set(name, device);
      return Promise.resolve(device);
    },
  };
}
