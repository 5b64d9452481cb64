// Where the sentences of a text end, for taking a suggestion piece by piece. Pure; the language decides what a sentence is.

/**
 * The end of the first sentence behind `from`, without the blanks that follow it; null where there is none yet. While the text
 * still grows (`isWhole` false) its last sentence counts only when something follows it: the next word may belong to it.
 */
export function nextSentenceEnd(text: string, from: number, isWhole: boolean, language = 'en'): number | null {
  const rest = text.slice(from);
  let at = from;
  for (const { segment } of segmenterFor(language).segment(rest)) {
    at += segment.length;
    if (segment.trim() === '') continue;
    if (at === text.length && !isWhole) return null;
    return from + text.slice(from, at).trimEnd().length;
  }
  return null;
}

function segmenterFor(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'sentence' }); // a story's language is free text
  }
}
