// Who made a version and how, under its picture or its text: styles and devices by the names that the rest of the window gives them.
// The sentence itself: provenance-words.ts.
import type { ReactNode } from 'react';
import type { Generation, Origin } from '../../../common/domain/story';
import { useEngine } from '../../api/use-studio';
import { generationWords, originWords } from './provenance-words';

interface VersionDetailsProps {
  readonly of: { readonly origin: Origin | 'imported'; readonly generation: Generation | null };
}

export function VersionDetails({ of: { origin, generation } }: VersionDetailsProps): ReactNode {
  const { bundle } = useEngine();
  return <p className="version-details">{generationWords(generation, originWords(origin), bundle?.styles ?? [])}</p>;
}
