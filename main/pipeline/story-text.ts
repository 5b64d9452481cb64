// What is done to a writer's text before the model reads it, and to the model's text before a writer reads it: control characters
// out, whitespace evened, ends of sentences found. The story itself keeps the writer's text untouched.

/** Closing marks may follow a full stop: He said "Stop." */
const SENTENCE_END = /[.!?…。！？؟]["'”’»)\]]*/gu;

/** The text that the model reads: no control or format characters, single spaces, no leading or trailing space. */
export function modelTextFrom(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu, (run) => (/[\n\r\t]/.test(run) ? ' ' : ''))
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Number of words: runs of letters or digits. */
export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** Whether the text ends with a sentence. */
export function endsWithSentence(text: string): boolean {
  return new RegExp(`(?:${SENTENCE_END.source})\\s*$`, 'u').test(text);
}

/** The text up to its last end of a sentence, or undefined when it holds none. */
export function cutAtLastSentence(text: string): string | undefined {
  const ends = [...text.matchAll(SENTENCE_END)];
  const last = ends.at(-1);
  return last === undefined ? undefined : text.slice(0, last.index + last[0].length);
}

/** The text without a last word that may be half of one; the whole text when it holds one word only. */
export function cutAtLastWord(text: string): string {
  const cut = text.replace(/\s+\S*$/u, '');
  return cut === '' ? text : cut;
}

/** The text while it is still streaming: without the start of a character whose bytes have not all come. */
export function withoutOpenCharacter(text: string): string {
  return text.replace(/\uFFFD+$/u, '');
}

/** What a model wrote, as a story may hold it: no control characters and no bytes that never became a character. */
export function readableText(text: string): string {
  return withoutOpenCharacter(text)
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\uFFFD]+/gu, '');
}
