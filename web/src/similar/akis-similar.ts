/**
 * <akis-similar src="/tickets/suggestions?category=X" for="subject body" heading="…">
 *
 * While the reader writes in the named fields, shows what may make the ticket needless: own open tickets, known outages, articles. Says how many there
 * are to screen readers, and shows nothing where nothing is found or the server does not answer: it never stands in the way of writing.
 */
interface Suggestion { kind: string; title: string; address: string | null }

const PAUSE = 350;

export class AkisSimilar extends HTMLElement {
  #timer = 0;
  #asked = 0;
  #fields: HTMLInputElement[] = [];

  connectedCallback(): void {
    this.setAttribute('role', 'status');
    this.#fields = (this.getAttribute('for') ?? '').split(' ').flatMap((id) => (document.getElementById(id) as HTMLInputElement | null) ?? []);
    for (const field of this.#fields) field.addEventListener('input', this.#later);
    void this.#ask();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
    for (const field of this.#fields) field.removeEventListener('input', this.#later);
  }

  #later = (): void => {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  };

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const address = new URL(this.getAttribute('src') ?? '', location.href);
    address.searchParams.set('text', this.#fields.map((field) => field.value).join(' ').trim());
    try {
      const answer = await fetch(address, { headers: { Accept: 'application/json' } });
      if (!answer.ok || asked !== this.#asked) return; // an older answer must not overwrite a newer one
      this.#show((await answer.json()) as Suggestion[]);
    } catch {
      // offline for a moment; the next letter asks again
    }
  }

  #show(found: Suggestion[]): void {
    this.replaceChildren();
    if (found.length === 0) return;
    const box = document.createElement('div');
    box.className = 'alert alert-info';
    const heading = document.createElement('strong');
    heading.textContent = this.getAttribute('heading') ?? '';
    const list = document.createElement('ul');
    list.className = 'mb-0';
    for (const suggestion of found) {
      const item = document.createElement('li');
      if (suggestion.address?.startsWith('/')) {
        const link = document.createElement('a');
        link.href = suggestion.address;
        link.textContent = suggestion.title;
        if (suggestion.kind === 'article') {
          link.target = '_blank'; // what was typed stays
          link.rel = 'noopener';
        }
        item.append(link);
      } else {
        item.textContent = suggestion.title;
      }
      list.append(item);
    }
    box.append(heading, list);
    this.append(box);
  }
}

if (!customElements.get('akis-similar')) customElements.define('akis-similar', AkisSimilar);
