// The name of an undo step in the language of the interface, to be put into a sentence: t('Undo {step}', { step: stepWords(…) }).
import type { StepLabel } from '../editor/step-label';
import { i18n } from './translate';

export const stepWords = (label: StepLabel): string => i18n._(label);
