/** Folds a text for searching as the server does (Handbook, Folding): ı, I, i and İ are one letter, ş is s; case does not count. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[ıI]/g, 'i')
    .toLowerCase();
}

/** True when every word of the query occurs somewhere in the text; both are folded. */
export function matches(foldedText: string, foldedQuery: string): boolean {
  return foldedQuery
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => foldedText.includes(word));
}
