// A small byte-level BPE tokenizer.json in the layout of the built-in bundle: specials first, bytes, a few merges, the two picture
// brackets, then the nine voken tokens. For tests only; it is not trained.

const SPECIALS = ['<unk>', '<s>', '</s>', '<pad>'];
const MERGES = ['Ġ t', 'h e', 'Ġt he', 'Ġ a', 'Ġ s', 'i n', 'o x', 'Ġ f', 'Ġf ox', 'e d'];
const VOKENS = Array.from({ length: 8 }, (_, i) => `[IMG${i}]`);

/** GPT-2's printable stand-ins for the 256 bytes. */
function byteAlphabet(): string[] {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

export function tinyTokenizerJson() {
  const merged = MERGES.map((merge) => merge.replace(' ', ''));
  const vocabulary = [...SPECIALS, ...byteAlphabet(), ...merged];
  const added = ['<Img>', '</Img>', ...VOKENS, '<ImageHere>'];
  const entry = (content: string, id: number, special: boolean) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special,
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      ...SPECIALS.map((content, id) => entry(content, id, true)),
      ...added.map((content, i) => entry(content, vocabulary.length + i, !content.endsWith('Img>'))),
    ],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<unk>',
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges: MERGES,
    },
  };
}

export const tinyVocabularySize = SPECIALS.length + 256 + MERGES.length + 2 + VOKENS.length + 1;
/** Ids of the control tokens in that vocabulary. */
export const tinyTokens = {
  bos: 1,
  eos: 2,
  pad: 3,
  vokens: VOKENS.map((_, i) => tinyVocabularySize - 9 + i),
  imagePlaceholder: tinyVocabularySize - 1,
};
