interface Present {
  name: string;
  isWriting: boolean;
}

/**
 * <akis-presence src="/live/tickets/N/presence" writing="/live/tickets/N/writing" data-open="{0} …" data-writing="{0} …">
 *
 * Says who else has the ticket open and who writes, and tells the others when somebody writes here (`akis-writing` on the document).
 * A hidden tab lets go of its connection: who does not look is not there.
 */
export class AkisPresence extends HTMLElement {
  #source: EventSource | null = null;
  #toldAt = 0;

  connectedCallback(): void {
    this.setAttribute('role', 'status');
    this.#open();
    document.addEventListener('visibilitychange', this.#open);
    document.addEventListener('akis-writing', this.#writes);
  }

  disconnectedCallback(): void {
    this.#source?.close();
    this.#source = null;
    document.removeEventListener('visibilitychange', this.#open);
    document.removeEventListener('akis-writing', this.#writes);
  }

  #open = (): void => {
    this.#source?.close();
    this.#source = null;
    if (document.hidden) return;
    this.#source = new EventSource(this.getAttribute('src') ?? '');
    this.#source.addEventListener('presence', (event) => this.#show(JSON.parse((event as MessageEvent<string>).data) as Present[]));
  };

  #show(present: Present[]): void {
    const text = present.map((one) => ((one.isWriting ? this.dataset.writing : this.dataset.open) ?? '{0}').replace('{0}', one.name)).join(' · ');
    if (this.textContent !== text) this.textContent = text;
    this.classList.toggle('akis-present', present.length > 0);
  }

  #writes = (): void => {
    if (Date.now() - this.#toldAt < 4000) return;
    this.#toldAt = Date.now();
    void fetch(this.getAttribute('writing') ?? '', { method: 'POST' }).catch(() => undefined);
  };
}

customElements.define('akis-presence', AkisPresence);
