// Text to token ids and back, with the bundle's own tokenizer.json. Text of a writer never becomes a control token: what looks like
// one is taken apart first. Segments and pictures are put together in pipeline/prompt.ts, not here.
import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { StudioError } from '../../common/base/studio-error';

export interface TextTokenizer {
  readonly size: number;
  /** Ids of a passage as it stands: no space is added, no control token is recognised. */
  encode(text: string): readonly number[];
  /** Ids of template text such as `<Img>`, where control tokens keep their meaning. */
  encodeTemplate(text: string): readonly number[];
  /** Text of ids; control tokens are left out. Bytes that are no whole character yet show as U+FFFD. */
  decode(ids: readonly number[]): string;
  idOf(token: string): number | undefined;
}

/** Reads tokenizer.json. Throws `bundle-missing` or `weights-corrupt` naming the file. */
export async function readTokenizer(path: string): Promise<TextTokenizer> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new StudioError('bundle-missing', 'The bundle has no readable tokenizer.json.', {
      cause,
      hint: 'Install the bundle again.',
    });
  }
  try {
    return tokenizerFrom(JSON.parse(text) as object);
  } catch (cause) {
    throw new StudioError(
      'weights-corrupt',
      `tokenizer.json cannot be used: ${cause instanceof Error ? cause.message : 'unknown'}.`,
      {
        cause,
        hint: 'Install the bundle again.',
      },
    );
  }
}

/** A tokenizer from the parsed tokenizer.json. */
export function tokenizerFrom(json: object): TextTokenizer {
  const tokenizer = new Tokenizer(json, {});
  const controlTokens = [...tokenizer.get_added_tokens_decoder().values()].map(({ content }) => content);
  const encodeTemplate = (text: string): readonly number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    size: tokenizer.get_vocab().size,
    encode: (text) => encodeTemplate(takenApart(text, controlTokens)),
    encodeTemplate,
    decode: (ids) =>
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    idOf: (token) => tokenizer.token_to_id(token),
  };
}

/** The same text with a space inside everything that reads like a control token: `[IMG0]` becomes `[ IMG0]`. */
function takenApart(text: string, controlTokens: readonly string[]): string {
  return controlTokens.reduce(
    (current, token) => current.replaceAll(token, `${token.slice(0, 1)} ${token.slice(1)}`),
    text,
  );
}
