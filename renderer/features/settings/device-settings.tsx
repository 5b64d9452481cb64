// On which device the model runs: each by name with its free memory and what a measured test has shown. What does not work says why
// and cannot be chosen; the processor always can.
import { useEffect, useState, type ReactNode } from 'react';
import type { DeviceInfo } from '../../../common/domain/device';
import { useEngine, useSettings } from '../../api/use-studio';
import { formatNumber, formatSentences } from '../../i18n/format';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { deviceName } from '../workspace/engine-words';
import { useWorkspace } from '../workspace/use-workspace';

const gigabytes = (bytes: number): string => formatNumber(bytes / 1e9, { maximumFractionDigits: 1 });
const shortMs = (ms: number): string => formatNumber(ms, { maximumSignificantDigits: 3 });

export function DeviceSettings(): ReactNode {
  const { api, report } = useWorkspace();
  const chosen = useSettings()?.device ?? 'cpu';
  const { trouble } = useEngine();
  const [devices, setDevices] = useState<readonly DeviceInfo[] | null>(null);
  const [testing, setTesting] = useState<string | null>(null);
  useEffect(() => {
    api.client.engine.devices().then(setDevices, report);
  }, [api, report]);
  const test = (name: string): void => {
    setTesting(name);
    api.client.engine
      .testDevice({ name })
      .then(
        (tested) => setDevices((all) => all?.map((device) => (device.name === name ? tested : device)) ?? null),
        report,
      )
      .finally(() => setTesting(null));
  };
  return (
    <fieldset className="settings-group">
      <legend>{t('Device')}</legend>
      {devices === null ? (
        <p className="field-hint">{t('Looking for devices…')}</p>
      ) : (
        <ul className="device-list">
          {devices.map((device) => (
            <li key={device.name} className="device" data-testid={`device-${device.name}`}>
              <label className="device-choice">
                <input
                  type="radio"
                  name="device"
                  checked={chosen === device.name}
                  disabled={device.test?.works === false && chosen !== device.name}
                  aria-describedby={`device-${device.name}-words`}
                  onChange={() => void api.client.settings.set({ device: device.name }).catch(report)}
                />
                <span>
                  <strong>{deviceName(device.name)}</strong>
                  {device.title !== '' && <span className="device-title">{device.title}</span>}
                </span>
              </label>
              <Button
                size="small"
                tone="plain"
                disabled={testing !== null}
                aria-label={t('Test {device}', { device: deviceName(device.name) })}
                data-testid={`test-${device.name}`}
                onClick={() => test(device.name)}
              >
                {testing === device.name ? t('Testing…') : t('Test')}
              </Button>
              <span id={`device-${device.name}-words`} className="device-words" role="status">
                {testing === device.name
                  ? t('A small network is run on it and its numbers are checked.')
                  : testWords(device)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {trouble === 'fell-back' && (
        <p className="field-problem" role="alert">
          {t('The chosen device could not load the model, so the processor works instead.')}
        </p>
      )}
    </fieldset>
  );
}

/** Free memory and the outcome of the test, or that there was none yet. */
function testWords({ freeBytes, test }: DeviceInfo): string {
  const memory = freeBytes === null ? '' : t('{size} GB free.', { size: gigabytes(freeBytes) });
  if (test === null) return formatSentences([memory, t('Not tested yet.')]);
  if (!test.works) return t('Cannot be used: {reason}', { reason: saidByMain(test.reason) });
  const speed = t('Works: {ms} ms for the test network, {gflops} GFLOP/s.', {
    ms: shortMs(test.ms ?? 0),
    gflops: shortMs(test.gflops ?? 0),
  });
  return formatSentences([speed, memory]);
}
