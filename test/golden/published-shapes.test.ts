// At full size, the networks of drawing ask for exactly the parameters that the reference libraries have for Stable
// Diffusion 2.1-base and MiniGPT-5's mapper: same names, same shapes, none missing, none left over. No weights needed.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { autoencoderConfigFrom } from '../../native-models/architectures/autoencoder';
import { featureMapperConfigFrom } from '../../native-models/architectures/feature-mapper';
import { textEncoderConfigFrom } from '../../native-models/architectures/text-encoder';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { autoencoderDecoderGraph, autoencoderEncoderGraph } from '../../native-models/graphs/autoencoder';
import { featureMapperGraph } from '../../native-models/graphs/feature-mapper';
import { textEncoderGraph } from '../../native-models/graphs/text-encoder';
import { unetGraph } from '../../native-models/graphs/unet';
import { fedScope, type ParamScope } from '../../native-models/nn/param-scope';
import type { Graph } from '../../native-models/onnx';

interface Published {
  readonly config: unknown;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}
const published = JSON.parse(readFileSync(new URL('./published-shapes.json', import.meta.url), 'utf8')) as Record<
  string,
  Published
>;

function expectSameParameters(name: string, build: (config: unknown, scope: ParamScope) => readonly Graph[]): void {
  const scope = fedScope();
  build(published[name]!.config, scope);
  const asked = Object.fromEntries(scope.fedInputs().map((value) => [value.label, value.shape]));
  expect(asked).toEqual(published[name]!.shapes);
}

describe('full size', () => {
  it('denoiser of Stable Diffusion 2.1: 866 M parameters', () => {
    expectSameParameters('unet', (config, scope) => [unetGraph(unetConfigFrom(config), scope)]);
  });

  it('autoencoder of Stable Diffusion', () => {
    expectSameParameters('autoencoder', (json, scope) => {
      const config = autoencoderConfigFrom(json);
      const encoder = autoencoderEncoderGraph(config, scope, { height: 512, width: 512 });
      const decoder = autoencoderDecoderGraph(config, scope, { height: 64, width: 64 });
      expect(encoder.outputs['mean']?.shape).toEqual(['B', 4, 64, 64]);
      expect(decoder.outputs['image']?.shape).toEqual(['B', 3, 512, 512]);
      return [encoder, decoder];
    });
  });

  it('text encoder of Stable Diffusion 2.1', () => {
    expectSameParameters('text-encoder', (config, scope) => [textEncoderGraph(textEncoderConfigFrom(config), scope)]);
  });

  it('feature mapper of MiniGPT-5: 123 M parameters', () => {
    expectSameParameters('feature-mapper', (config, scope) => [
      featureMapperGraph(featureMapperConfigFrom(config), scope),
    ]);
  });
});
