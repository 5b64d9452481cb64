// What upright figures wear. Not marks of the fur: see body.ts. Local units: 100 high, feet on y = 0, centre on x = 0.
import type { CharacterKind } from '../characters/kind';
import { shade } from '../color';
import type { Stage } from '../stage';

const TORSO = 'M-15 -48C-23 -38 -25 -24 -24 -16C-10 -11 10 -11 24 -16C25 -24 23 -38 15 -48Z';

/** True where the sleeve has the colour of the cloth. */
export function sleeved(kind: CharacterKind): boolean {
  return kind.clothes === 'jumper' || kind.clothes === 'shirt';
}

/** The clothes over the body, under the head. */
export function clothes(stage: Stage, kind: CharacterKind): string {
  const cloth = stage.figure(kind.cloth);
  const dark = stage.figure(shade(kind.cloth, -0.25));
  const light = stage.figure(shade(kind.cloth, 0.25));
  const gold = stage.figure('#ffd75e');
  switch (kind.clothes) {
    case 'jumper':
      return (
        stage.path(TORSO, cloth) +
        stage.line('M-24 -17C-10 -12 10 -12 24 -17', dark, 3) +
        stage.line('M-22.5 -28C-9 -24 9 -24 22.5 -28', light, 3)
      );
    case 'dungarees':
      return (
        stage.path('M-23.5 -24C-25 -12 -20 -4 -17 -4L17 -4C20 -4 25 -12 23.5 -24C10 -20 -10 -20 -23.5 -24Z', cloth) +
        stage.rect(-11, -35, 22, 16, cloth, 'rx="3"') +
        stage.line('M-9 -34L-14 -46M9 -34L14 -46', cloth, 4) +
        stage.ellipse(-8, -32, 1.8, 1.8, gold) +
        stage.ellipse(8, -32, 1.8, 1.8, gold)
      );
    case 'scarf':
      return (
        stage.path('M7 -44L18 -40L15 -20L5 -22Z', dark) +
        stage.path('M-19 -48C-10 -40 10 -40 19 -48L20 -41C10 -33 -10 -33 -20 -41Z', cloth)
      );
    case 'bow':
      return (
        stage.path('M0 -40L-12 -47L-12 -33Z', cloth) +
        stage.path('M0 -40L12 -47L12 -33Z', cloth) +
        stage.ellipse(0, -40, 3.6, 3.6, dark)
      );
    case 'collar':
      return (
        stage.path('M-18 -46C-9 -40 9 -40 18 -46L20 -38C10 -31 -10 -31 -20 -38Z', cloth) +
        stage.ellipse(0, -31, 5, 5, gold)
      );
    case 'vest':
      return (
        stage.path('M-15 -48C-23 -38 -25.5 -24 -24 -14L-7 -13C-6 -26 -6 -36 -3 -46Z', cloth) +
        stage.path('M15 -48C23 -38 25.5 -24 24 -14L7 -13C6 -26 6 -36 3 -46Z', cloth) +
        stage.ellipse(-10, -24, 1.9, 1.9, gold) +
        stage.ellipse(10, -24, 1.9, 1.9, gold)
      );
    case 'dress':
      return (
        stage.path('M-14 -48C-20 -36 -24 -20 -31 -9C-12 -3 12 -3 31 -9C24 -20 20 -36 14 -48Z', cloth) +
        stage.line('M-29 -12C-12 -6.5 12 -6.5 29 -12', light, 3.4) +
        stage.line('M-18.5 -30C-8 -27 8 -27 18.5 -30', dark, 3.4)
      );
    case 'shirt':
      return (
        stage.path('M-24 -18L-21.5 -6L-2 -6L0 -11L2 -6L21.5 -6L24 -18Z', stage.figure('#2c4a9c')) +
        stage.path(TORSO, cloth) +
        stage.line('M-22 -34C-9 -30 9 -30 22 -34M-24 -23C-10 -18.5 10 -18.5 24 -23', stage.figure('#ffffff'), 4.4)
      );
    case 'none':
      return '';
  }
}
