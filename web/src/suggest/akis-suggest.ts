/**
 * <akis-suggest src="/api/articles/suggest" title="…" for="subject body"> shows articles that fit what is typed into the named fields.
 *
 * It asks when the reader pauses, never with every key, and only where there are enough words. Links open in a new tab, so that what was
 * typed stays. Without this script nothing is missing but the help.
 */
interface Suggestion {
  slug: string;
  title: string;
  begin: string;
}

const pause = 500;
const shortest = 8;

export class AkisSuggest extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';

  connectedCallback(): void {
    for (const field of this.#fields()) field.addEventListener('input', this.#typed);
    if (this.#text().length >= shortest) this.#typed();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    for (const field of this.#fields()) field.removeEventListener('input', this.#typed);
  }

  #fields(): HTMLInputElement[] {
    return (this.getAttribute('for') ?? '').split(' ').flatMap((id) => {
      const field = document.getElementById(id);
      return field ? [field as HTMLInputElement] : [];
    });
  }

  #text(): string {
    return this.#fields()
      .map((field) => field.value)
      .join(' ')
      .trim()
      .slice(0, 1500);
  }

  #typed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), pause);
  };

  async #ask(): Promise<void> {
    const text = this.#text();
    if (text === this.#asked) return;
    this.#asked = text;
    const answer = text.length < shortest ? null : await fetch(`${this.getAttribute('src')}?text=${encodeURIComponent(text)}`).catch(() => null);
    if (text !== this.#asked) return; // the reader went on typing
    this.#show(answer?.ok ? ((await answer.json()) as Suggestion[]) : []);
  }

  #show(found: Suggestion[]): void {
    this.replaceChildren();
    if (found.length === 0) return;
    const box = document.createElement('div');
    box.className = 'alert alert-info';
    box.setAttribute('role', 'status');
    const title = document.createElement('p');
    title.className = 'fw-bold mb-1';
    title.textContent = this.getAttribute('title');
    const list = document.createElement('ul');
    list.className = 'mb-0';
    for (const article of found) {
      const link = document.createElement('a');
      link.href = `/bilgi/${encodeURIComponent(article.slug)}?from=ticket`;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = article.title;
      const item = document.createElement('li');
      item.append(link);
      list.append(item);
    }
    box.append(title, list);
    this.append(box);
  }
}

customElements.define('akis-suggest', AkisSuggest);
