// A story is complete where the model expects its end above everything else.
import { describe, expect, it } from 'vitest';
import { expectsEnd } from '../../../main/pipeline/write';

const tokens = { bos: 0, eos: 1, pad: 2, vokens: [3], imagePlaceholder: 4 };
const outlook = (logits: readonly number[]): Parameters<typeof expectsEnd>[0] => ({
  logits: Float32Array.from(logits),
  hidden: new Float32Array(1),
});

describe('the end of a story', () => {
  it('is expected where no other token is likelier', () => {
    expect(expectsEnd(outlook([0, 5, 1, 2, 3, 4]), { tokens })).toBe(true);
    expect(expectsEnd(outlook([0, 5, 1, 2, 3, 6]), { tokens })).toBe(false);
    expect(expectsEnd(outlook([0, 5, 1, 2, 3, 5]), { tokens })).toBe(false);
  });
});
