import { fold } from '../site/fold';

/** A condition of the query language and the words that it takes. */
export interface FieldWords {
  name: string;
  values: string[];
}

const most = 8;

/** What the word before the caret may become: names of conditions ending in a colon, or conditions with a value. */
export function complete(text: string, caret: number, fields: FieldWords[]): string[] {
  const word = (/\S*$/.exec(text.slice(0, caret))?.[0] ?? '').replace(/^-/, '');
  if (word === '' || word.startsWith('"')) return [];
  const colon = word.indexOf(':');
  if (colon < 0) return fields.map((field) => `${field.name}:`).filter((name) => fold(name).startsWith(fold(word)));
  const field = fields.find((known) => fold(known.name) === fold(word.slice(0, colon)));
  if (!field) return [];
  // The last of several values is the one that is being typed.
  const given = word.slice(colon + 1);
  const kept = given.slice(0, given.lastIndexOf(',') + 1);
  const typed = fold(given.slice(kept.length));
  return field.values
    .filter((value) => fold(value).startsWith(typed) && fold(value) !== typed)
    .slice(0, most)
    .map((value) => `${field.name}:${kept}${value}`);
}
