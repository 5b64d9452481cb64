// Devices in a writer's words. Pure.
import { t } from '../../i18n/translate';

export function deviceName(name: string): string {
  if (name.toLowerCase() === 'cpu') return t('Processor (CPU)');
  return name === 'webgpu' ? t('Graphics card (WebGPU)') : name;
}
