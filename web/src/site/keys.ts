/**
 * Keys of a page, told by its markup; single letters count only where nobody types. AltGr never counts: Turkish keyboards need it for @ and #.
 *
 * - `data-key="n"` or `data-key="g m"`: opens a disclosure and goes to its first field, goes to a field, or presses a button or link.
 * - `[data-rows] > [data-row]`: j and k go from row to row, Enter or o opens it, x selects it. On the page of a row j and k go to the next one.
 * - `/` goes to the search field, Escape leaves a field, Ctrl+Enter sends the form that is being written, `?` shows all of this.
 */
const writable = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], .akis-canvas';
const words = {
  tr: { title: 'Klavye kısayolları', close: 'Kapat', next: 'Sonraki satır ya da bilet', previous: 'Önceki satır ya da bilet', open: 'Satırı aç', select: 'Satırı seç', search: 'Ara', send: 'Yazılanı gönder', leave: 'Alandan çık', help: 'Bu liste', reply: 'Yanıtla' },
  en: { title: 'Keyboard shortcuts', close: 'Close', next: 'Next row or ticket', previous: 'Previous row or ticket', open: 'Open the row', select: 'Select the row', search: 'Search', send: 'Send what was written', leave: 'Leave the field', help: 'This list', reply: 'Reply' },
};
const remembered = 'akis-rows';

let pending = '';
let pendingUntil = 0;

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey && event.key === 'Enter' && target.matches('textarea')) {
      event.preventDefault();
      target.closest('form')?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (target.matches(writable)) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (press(event.key)) event.preventDefault();
  });
  remember();
}

/** The words that a page's keys stand for, each with what it does. */
export function keysOf(page: ParentNode): [string, string][] {
  return [...page.querySelectorAll<HTMLElement>('[data-key]')].filter((element) => element.dataset.key !== '').map((element) => [element.dataset.key ?? '', name(element)]);
}

/** The next key of a sequence: the element that the keys so far mean, whether more may follow, or nothing. */
export function match(page: ParentNode, keys: string): HTMLElement | 'more' | null {
  const exact = page.querySelector<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`);
  return exact ?? (page.querySelector(`[data-key^="${CSS.escape(keys)} "]`) ? 'more' : null);
}

function press(key: string): boolean {
  if (key.length > 1 && key !== 'Enter') return false;
  const keys = pending !== '' && Date.now() < pendingUntil ? `${pending} ${key}` : key;
  pending = '';
  const found = match(document, keys);
  if (found === 'more') {
    [pending, pendingUntil] = [keys, Date.now() + 3000];
    return true;
  }
  if (found) {
    use(found);
    return true;
  }
  switch (keys) {
    case 'j':
      return move(1);
    case 'k':
      return move(-1);
    case 'o':
      return use(here()?.querySelector<HTMLElement>('a') ?? null);
    case 'x':
      here()?.querySelector<HTMLElement>('input[type=checkbox]')?.click();
      return true;
    case 'r':
      return use(document.getElementById('reply'));
    case '/':
      return use(document.querySelector<HTMLElement>('input[type=search]'));
    case '?':
      help();
      return true;
    default:
      return false;
  }
}

function use(element: HTMLElement | null): boolean {
  if (!element) return false;
  const details = element.closest('details');
  if (element.matches('summary') && details) {
    details.open = true;
    (details.querySelector<HTMLElement>('form select, form textarea, form input:not([type=hidden]), select, textarea, input:not([type=hidden])') ?? details.querySelector<HTMLElement>('button'))?.focus();
  } else if (element.matches('button, a')) {
    element.click();
  } else {
    element.focus();
  }
  return true;
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-row]')];
const here = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;

function move(step: number): boolean {
  const all = rows();
  if (all.length === 0) return follow(step);
  const at = all.indexOf(here() as HTMLElement);
  const next = all[at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  next?.querySelector<HTMLElement>('a')?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return true;
}

// The list that was seen last is the way from one ticket to the next.
function remember(): void {
  const list = rows().map((row) => row.querySelector('a')?.getAttribute('href')).filter((href) => href?.startsWith('/tickets/'));
  if (list.length > 0) sessionStorage.setItem(remembered, JSON.stringify(list));
}

function follow(step: number): boolean {
  const list = JSON.parse(sessionStorage.getItem(remembered) ?? '[]') as string[];
  const at = list.indexOf(location.pathname);
  const next = at === -1 ? undefined : list[at + step];
  if (next === undefined) return false;
  location.assign(next);
  return true;
}

function name(element: HTMLElement): string {
  const label = element.id ? document.querySelector(`label[for="${CSS.escape(element.id)}"]`) : null;
  return (element.getAttribute('aria-label') ?? label?.textContent ?? [...element.childNodes].find((node) => node.textContent?.trim())?.textContent ?? '').trim();
}

function help(): void {
  const t = document.documentElement.lang.startsWith('en') ? words.en : words.tr;
  const dialog = document.createElement('dialog');
  dialog.className = 'akis-keys';
  dialog.setAttribute('aria-label', t.title);
  const title = document.createElement('h2');
  title.textContent = t.title;
  const list = document.createElement('dl');
  const common: [string, string][] = [['j', t.next], ['k', t.previous], ['o', t.open], ['x', t.select], ['r', t.reply], ['/', t.search], ['Ctrl+Enter', t.send], ['Esc', t.leave], ['?', t.help]];
  for (const [key, text] of [...keysOf(document), ...common]) {
    const term = document.createElement('dt');
    const kbd = document.createElement('kbd');
    kbd.textContent = key;
    term.append(kbd);
    const meaning = document.createElement('dd');
    meaning.textContent = text;
    list.append(term, meaning);
  }
  const close = document.createElement('button');
  close.className = 'btn';
  close.textContent = t.close;
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  dialog.append(title, list, close);
  document.body.append(dialog);
  dialog.showModal();
}
