// The arms of the model report: which evaluation each row of its tables stands for, and the flags that make it. The trained arms need
// bundles of their own under arms/; docs/model-report.md says how each is trained.

export interface Arm {
  readonly label: string;
  /** Of `studio evaluate`. */
  readonly flags: string;
}

const drawn = '--seed 1 --count 200 --only panels --drawings-only';
const trained = (bundle: string): string =>
  `--seed 1 --count 100 --only panels --drawings-only --bundle arms/${bundle}`;

export const arms = {
  main: { label: 'text and pictures, guided', flags: '--seed 1 --count 200' },
  text: { label: 'text only', flags: `${drawn} --context text` },
  picture: { label: 'pictures only', flags: `${drawn} --context picture` },
  none: { label: "neither: the panel's own text alone", flags: `${drawn} --context none` },
  unguided: { label: 'without guidance', flags: `${drawn} --guidance 1` },
  pronoun: {
    label: 'panels that do not name the hero',
    flags: '--seed 1 --count 500 --only panels --panels-from pronoun',
  },
  reference: { label: 'reference: both stages, LoRA, all losses, 8 vokens', flags: trained('reference') },
  'without-uas': { label: 'without the first stage (UAS)', flags: trained('without-uas') },
  'without-caption-loss': { label: 'without L_cap', flags: trained('without-caption-loss') },
  'without-ldm-loss': { label: 'without L_LDM', flags: trained('without-ldm-loss') },
  'without-dropping': { label: 'no vokens dropped, no guidance', flags: `${trained('without-dropping')} --guidance 1` },
  'stage-two': { label: 'reference: LoRA, all losses, 1,000 stories', flags: trained('stage-two') },
  'stage-two-without-ldm-loss': { label: 'without L_LDM', flags: trained('stage-two-without-ldm-loss') },
  'tenth-of-data': { label: 'a tenth of the stories', flags: trained('tenth-of-data') },
  prefix: { label: 'prefix tuning in place of LoRA', flags: trained('prefix') },
  'vokens-1': { label: '1 voken', flags: trained('vokens-1') },
  'vokens-4': { label: '4 vokens', flags: trained('vokens-4') },
  'vokens-16': { label: '16 vokens', flags: trained('vokens-16') },
} as const satisfies Readonly<Record<string, Arm>>;

export type ArmName = keyof typeof arms;
