import { listen } from '../site/live';

/**
 * <akis-live id="…" src="/live/instances/1">…</akis-live>
 *
 * When the source reports a change, the page is fetched again and this element's content is exchanged with the new
 * page's: the server's own markup, under the server's own authorisation, without a second rendering in script. Waits
 * while somebody types inside, so that nothing typed is lost. `aria-live` parts inside announce themselves.
 */
export class AkisLive extends HTMLElement {
  #stop: (() => void) | null = null;
  #busy = false;
  #again = false;

  connectedCallback(): void {
    const source = this.getAttribute('src');
    if (source && this.id) this.#stop = listen(source, () => void this.#refresh());
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#stop = null;
  }

  async #refresh(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    if (this.#typing()) {
      this.addEventListener('focusout', () => void this.#refresh(), { once: true });
      return;
    }
    this.#busy = true;
    try {
      const fresh = (await page())?.getElementById(this.id);
      if (fresh && fresh.innerHTML !== this.innerHTML) this.replaceChildren(...document.importNode(fresh, true).childNodes);
    } catch {
      // The network is away: the next change, or the tab being shown again, brings the page up to date.
    } finally {
      this.#busy = false;
      if (this.#again) {
        this.#again = false;
        void this.#refresh();
      }
    }
  }

  #typing(): boolean {
    const focused = document.activeElement;
    return focused instanceof HTMLElement && this.contains(focused) && focused.matches('input, textarea, select');
  }
}

let fetching: Promise<Document | null> | null = null;

/** The page as the server writes it now; parts that ask in the same moment share one answer. */
function page(): Promise<Document | null> {
  fetching ??= fetch(location.href, { headers: { accept: 'text/html' }, credentials: 'same-origin' })
    .then(async (answer) => (answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null))
    .finally(() => (fetching = null));
  return fetching;
}

customElements.define('akis-live', AkisLive);
