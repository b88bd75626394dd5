import { expand, type Module } from './expand';

const pause = 800;

/**
 * <akis-composer draft="/api/tickets/N/drafts/reply" modules="/api/text-modules?ticket=N"><textarea>…</textarea></akis-composer>
 *
 * Keeps what is written as a draft on the server while somebody writes, and puts text modules where their `::shortcut` was typed.
 * Tells the page that somebody writes (`akis-writing`). Without it the form has a button that keeps the draft.
 */
export class AkisComposer extends HTMLElement {
  #timer = 0;
  #modules: Promise<Module[]> | null = null;

  connectedCallback(): void {
    this.addEventListener('input', this.#typed);
    this.closest('form')?.addEventListener('submit', () => window.clearTimeout(this.#timer));
  }

  #typed = (event: Event): void => {
    const field = event.target as HTMLTextAreaElement;
    document.dispatchEvent(new CustomEvent('akis-writing'));
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keep(field.value), pause);
    const typed = field.value.slice(0, field.selectionStart);
    if (/(^|\s)::[\p{L}\d-]+\s$/u.test(typed)) void this.#expand(field);
  };

  async #expand(field: HTMLTextAreaElement): Promise<void> {
    this.#modules ??= fetch(this.getAttribute('modules') ?? '').then(async (answer) => (answer.ok ? ((await answer.json()) as Module[]) : []), () => []);
    const done = expand(field.value, field.selectionStart, await this.#modules);
    if (!done) return;
    field.value = done.text;
    field.setSelectionRange(done.caret, done.caret);
  }

  async #keep(body: string): Promise<void> {
    const isKept = await fetch(this.getAttribute('draft') ?? '', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ body }) }).then((answer) => answer.ok, () => false);
    let status = this.querySelector('[role=status]');
    if (!status) {
      status = document.createElement('p');
      status.setAttribute('role', 'status');
      status.className = 'form-hint mb-0';
      this.append(status);
    }
    status.textContent = (isKept ? this.dataset.saved : this.dataset.unsaved) ?? '';
  }
}

customElements.define('akis-composer', AkisComposer);
