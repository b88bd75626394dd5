/**
 * <akis-query src="/api/search/words" hint="…"> around a search form.
 *
 * Completes the conditions of the query language while the reader types: names of conditions, and after the colon the words that one
 * takes. Arrow keys choose, Enter or Tab takes, Escape closes. Without this script the form works as it is.
 */
import { complete, type FieldWords } from './complete';

export class AkisQuery extends HTMLElement {
  #input: HTMLInputElement | null = null;
  #list: HTMLUListElement | null = null;
  #words: Promise<FieldWords[]> | null = null;
  #chosen = -1;

  connectedCallback(): void {
    this.#input = this.querySelector('input[type=search]');
    if (!this.#input || this.#list) return;
    this.#list = document.createElement('ul');
    this.#list.id = `${this.#input.id}-options`;
    this.#list.className = 'dropdown-menu akis-options';
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', this.getAttribute('hint') ?? '');
    this.#list.hidden = true;
    (this.#input.closest('.input-group') ?? this.#input).after(this.#list);
    this.#input.setAttribute('role', 'combobox');
    this.#input.setAttribute('aria-autocomplete', 'list');
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.setAttribute('aria-controls', this.#list.id);
    this.#input.addEventListener('input', () => void this.#offer());
    this.#input.addEventListener('keydown', this.#key);
    this.#input.addEventListener('blur', () => this.#close());
    this.#list.addEventListener('mousedown', (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = (event.target as Element).closest<HTMLElement>('[role=option]');
      if (option) this.#take(option);
    });
  }

  async #offer(): Promise<void> {
    const input = this.#input;
    const list = this.#list;
    if (!input || !list) return;
    this.#words ??= fetch(this.getAttribute('src') ?? '').then((answer) => (answer.ok ? (answer.json() as Promise<FieldWords[]>) : []));
    const words = await this.#words.catch(() => []);
    const options = complete(input.value, input.selectionStart ?? input.value.length, words);
    this.#chosen = -1;
    list.replaceChildren(
      ...options.map((text, i) => {
        const option = document.createElement('li');
        option.id = `${list.id}-${i}`;
        option.className = 'dropdown-item';
        option.setAttribute('role', 'option');
        option.textContent = text;
        return option;
      }),
    );
    list.hidden = options.length === 0;
    list.classList.toggle('show', options.length > 0);
    input.setAttribute('aria-expanded', String(options.length > 0));
    input.removeAttribute('aria-activedescendant');
  }

  #key = (event: KeyboardEvent): void => {
    const options = [...(this.#list?.children ?? [])] as HTMLElement[];
    if (this.#list?.hidden !== false || options.length === 0) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#chosen = (this.#chosen + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length;
      options.forEach((option, i) => {
        option.classList.toggle('active', i === this.#chosen);
        option.setAttribute('aria-selected', String(i === this.#chosen));
      });
      this.#input?.setAttribute('aria-activedescendant', options[this.#chosen]?.id ?? '');
    } else if ((event.key === 'Enter' || event.key === 'Tab') && options[this.#chosen]) {
      event.preventDefault();
      this.#take(options[this.#chosen] as HTMLElement);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
    }
  };

  // Replaces the word before the caret by the option.
  #take(option: HTMLElement): void {
    const input = this.#input;
    if (!input) return;
    const caret = input.selectionStart ?? input.value.length;
    const start = input.value.slice(0, caret).search(/\S*$/);
    const text = option.textContent ?? '';
    const sign = input.value[start] === '-' ? '-' : '';
    const end = text.endsWith(':') ? '' : ' ';
    input.value = input.value.slice(0, start) + sign + text + end + input.value.slice(caret).trimStart();
    const after = start + sign.length + text.length + end.length;
    input.setSelectionRange(after, after);
    input.focus();
    if (end === '') void this.#offer();
    else this.#close();
  }

  #close(): void {
    if (this.#list) this.#list.hidden = true;
    this.#list?.classList.remove('show');
    this.#input?.setAttribute('aria-expanded', 'false');
    this.#input?.removeAttribute('aria-activedescendant');
  }
}

customElements.define('akis-query', AkisQuery);
