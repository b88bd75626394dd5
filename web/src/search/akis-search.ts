import { fold, matches } from '../site/fold';

/**
 * <akis-search for="list-id" found="{0} süreç bulundu" none="Sonuç yok"> around a search form.
 *
 * Filters the descendants of the named list that carry `data-search` (or their own text) while the reader types; a
 * `[data-search-group]` whose every item is hidden hides too. The count is announced through `role=status`. Without
 * this script the form asks the server, which applies the same folding.
 */
export class AkisSearch extends HTMLElement {
  #input: HTMLInputElement | null = null;
  #status: HTMLElement | null = null;

  connectedCallback(): void {
    this.#input = this.querySelector('input[type=search], input[name=q]');
    this.#status = this.querySelector('[role=status]') ?? this.#addStatus();
    this.#input?.addEventListener('input', this.#filter);
    this.#input?.form?.addEventListener('submit', this.#submit);
    if (this.#input?.value) this.#filter();
  }

  disconnectedCallback(): void {
    this.#input?.removeEventListener('input', this.#filter);
    this.#input?.form?.removeEventListener('submit', this.#submit);
  }

  #addStatus(): HTMLElement {
    const status = document.createElement('p');
    status.setAttribute('role', 'status');
    status.className = 'akis-search-status';
    return this.appendChild(status);
  }

  // Everything is in the page already, so Enter goes to the first hit instead of asking the server again.
  #submit = (event: Event): void => {
    const list = this.#list();
    if (!list || !this.#input?.value) return;
    const first = [...items(list)].find((item) => !item.hidden);
    const link = first?.matches('a') ? first : first?.querySelector<HTMLElement>('a[href]');
    if (!link) return;
    event.preventDefault();
    link.focus();
  };

  #filter = (): void => {
    const list = this.#list();
    if (!list || !this.#input || !this.#status) return;
    const query = fold(this.#input.value);
    let found = 0;
    for (const item of items(list)) {
      item.hidden = !matches(fold(item.dataset.search ?? item.textContent ?? ''), query);
      if (!item.hidden) found++;
    }
    for (const group of list.querySelectorAll<HTMLElement>('[data-search-group]')) {
      group.hidden = ![...items(group)].some((item) => !item.hidden);
    }
    const text = found === 0 ? this.getAttribute('none') : this.getAttribute('found')?.replace('{0}', String(found));
    this.#status.textContent = query.trim() === '' ? '' : (text ?? String(found));
  };

  #list(): HTMLElement | null {
    return document.getElementById(this.getAttribute('for') ?? '');
  }
}

function items(list: ParentNode): NodeListOf<HTMLElement> {
  return list.querySelectorAll<HTMLElement>('[data-search]');
}

customElements.define('akis-search', AkisSearch);
