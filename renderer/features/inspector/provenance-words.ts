// Who made a passage or a picture, and how, in a writer's words. Pure.
import type { Generation, Origin } from '../../../common/domain/story';
import { formatPercent, formatSeries } from '../../i18n/format';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { deviceName } from '../workspace/engine-words';

const origins: Record<Origin | 'imported', () => string> = {
  human: () => t('Written by you'),
  model: () => t('Made by the model'),
  'model-edited': () => t('Written by the model, edited by you'),
  imported: () => t('Added from a file'),
};

export const originWords = (origin: Origin | 'imported'): string => origins[origin]();

/**
 * The details with which a version could be made again; `otherwise` where nothing was generated. A style has its name from the styles of
 * the bundle that is there; one that this bundle does not know is said as it was asked for.
 */
export function generationWords(
  generation: Generation | null,
  otherwise: string,
  styles: readonly { readonly id: string; readonly name: string }[],
): string {
  if (generation === null) return otherwise;
  const { bundle, seed, style, adapters = [], steps, guidanceScale, sampler, device } = generation;
  const details = [bundle, t('seed {seed}', { seed })];
  if (style !== undefined)
    details.push(t('style {style}', { style: saidByMain(styles.find(({ id }) => id === style)?.name ?? style) }));
  for (const { name, strength } of adapters)
    details.push(t('{name} at {strength}', { name, strength: formatPercent(strength) }));
  if (steps > 0) {
    details.push(t('{steps, plural, one {# step} other {# steps}}', { steps }));
    details.push(t('guidance {scale}', { scale: guidanceScale }), sampler);
  }
  details.push(t('on {device}', { device: deviceName(device) }));
  return t('{origin}: {details}', { origin: otherwise, details: formatSeries(details) });
}
