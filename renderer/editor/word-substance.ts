// What is left of a text when spaces, punctuation and case are taken away: two texts with the same substance ask for the same picture.

/** The words of a text, lower case, one space between them. */
export const substanceOf = (text: string): string =>
  (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(' ');

export const sameSubstance = (a: string, b: string): boolean => substanceOf(a) === substanceOf(b);
