/** A text module, the ticket's values already in it. */
export interface Module {
  shortcut: string;
  title: string;
  text: string;
}

/** Puts the module whose `::shortcut` and a blank stand before the caret in their place; null where there is none. */
export function expand(text: string, caret: number, modules: Module[]): { text: string; caret: number } | null {
  const typed = /(^|\s)::([\p{L}\d-]+)\s$/u.exec(text.slice(0, caret));
  const module = typed && modules.find((one) => one.shortcut === typed[2]?.toLocaleLowerCase('tr'));
  if (!typed || !module) return null;
  const before = text.slice(0, typed.index) + typed[1] + module.text + ' ';
  return { text: before + text.slice(caret), caret: before.length };
}
