// The same rule as the server's search: Turkish letters, their dotless and dotted i's and every accent fall together.
const special: Record<string, string> = { ı: 'i', İ: 'i', I: 'i', ß: 'ss', æ: 'ae', ø: 'o' };

/** Folds a text for searching: case, Turkish letters and accents no longer matter, runs of other signs become one blank. */
export function fold(text: string): string {
  return text
    .replace(/[ıİIßæø]/g, (letter) => special[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** True when every word of the query occurs somewhere in the text; both are folded. */
export function matches(foldedText: string, foldedQuery: string): boolean {
  return foldedQuery === '' || foldedQuery.split(' ').every((word) => foldedText.includes(word));
}
