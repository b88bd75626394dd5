import 'bpmn-js/dist/assets/diagram-js.css';
import './diagram.css';
import Viewer from 'bpmn-js/lib/Viewer';
import MoveCanvasModule from 'diagram-js/lib/navigation/movecanvas';
import { listen } from '../site/live';
import { Marks, type DiagramState } from './marks';
import { pan, touch, wheel } from './navigation';
import { texts } from './texts';

/** Below this scale a task's name cannot be read; the diagram then shows a part of itself instead of all. */
const readable = 0.62;

/** A part is shown as large as lets all lanes be seen, within these scales: what comes next is seldom in the lane of the start. */
const [least, most] = [0.5, 0.8];

/**
 * <akis-diagram src="/…/xml" state-url="…" live-url="…" label="…">
 *
 * Shows a BPMN diagram and, when `state-url` is given, where an instance is: JSON `{ completed, flows, active:[{id,
 * since}], incidents:[{id, message}] }`. A `change` event of `live-url` brings the state again. Emits `akis-diagram-ready`.
 * What the element held before (the server's words for readers without script) is kept as its text alternative.
 */
export class AkisDiagram extends HTMLElement {
  #viewer: Viewer | null = null;
  #marks: Marks | null = null;
  #stop: (() => void) | null = null;
  #here: string | null = null;
  #resized: ResizeObserver | null = null;
  #touched = false;

  connectedCallback(): void {
    void this.#show();
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#resized?.disconnect();
    this.#viewer?.destroy();
    this.#viewer = null;
  }

  async #show(): Promise<void> {
    const words = texts();
    const canvas = document.createElement('div');
    canvas.className = 'akis-canvas';
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', `${this.getAttribute('label') ?? ''} ${words.help}`.trim());
    const letters = { defaultStyle: { fontSize: 11 } }; // at 12 a long Turkish word breaks in its middle
    const viewer = new Viewer({ container: canvas, additionalModules: [MoveCanvasModule], textRenderer: letters } as object);
    this.#viewer = viewer;
    try {
      const xml = await (await ask(this.getAttribute('src') ?? '')).text();
      if (!this.isConnected) return;
      for (const child of [...this.children]) child.classList.add('visually-hidden');
      this.append(canvas, this.#buttons());
      await viewer.importXML(xml);
    } catch (error) {
      console.error('diagram', error);
      canvas.remove();
      this.querySelector('.akis-diagram-buttons')?.remove();
      for (const child of [...this.children]) child.classList.remove('visually-hidden');
      this.insertAdjacentText('beforeend', words.failed);
      return;
    }
    pan(canvas, viewer, () => this.#fit());
    wheel(canvas, viewer);
    touch(canvas, viewer);
    this.#marks = new Marks(viewer);
    await this.#refresh();
    this.#watchSize(canvas);
    const live = this.getAttribute('live-url');
    if (live) this.#stop = listen(live, () => void this.#refresh());
    this.dispatchEvent(new CustomEvent('akis-diagram-ready', { bubbles: true }));
  }

  async #refresh(): Promise<void> {
    const url = this.getAttribute('state-url');
    if (!url) return;
    try {
      const state = (await (await ask(url)).json()) as DiagramState;
      if (!this.#viewer) return;
      this.#marks?.show(state);
      const here = state.active[0]?.id ?? null;
      if (this.#here !== null && here !== null && here !== this.#here) this.#centre(here);
      this.#here = here;
    } catch (error) {
      // The marks shown stay true for their time; the next change asks again.
      console.warn('diagram state', error);
    }
  }

  // A turned phone or a narrowed window gets a new first look, unless the reader has begun to move about.
  #watchSize(canvas: HTMLElement): void {
    for (const kind of ['pointerdown', 'keydown', 'wheel']) this.addEventListener(kind, () => (this.#touched = true), { passive: true });
    this.#resized = new ResizeObserver(() => {
      if (canvas.clientWidth === 0) return;
      this.#viewer?.get<any>('canvas').resized();
      if (!this.#touched) this.#look();
    });
    this.#resized.observe(canvas);
  }

  // At first the whole diagram when it stays readable, otherwise the current step (or the start) in the middle.
  #look(): void {
    if (this.#fit() >= readable) return;
    this.querySelector('[data-act=here]')?.removeAttribute('hidden');
    this.#centre(this.#here ?? this.#start());
  }

  #fit(): number {
    return this.#viewer?.get<any>('canvas').zoom('fit-viewport', 'auto') ?? 1;
  }

  #start(): string | null {
    const first = this.#viewer?.get<any>('elementRegistry').find((element: any) => element.type === 'bpmn:StartEvent');
    return first?.id ?? null;
  }

  #centre(id: string | null): void {
    const canvas = this.#viewer?.get<any>('canvas');
    const element = id === null ? null : this.#viewer?.get<any>('elementRegistry').get(id);
    if (!canvas || !element) return;
    if (canvas.zoom() < readable) {
      const { inner, outer } = canvas.viewbox();
      canvas.zoom(Math.min(most, Math.max(least, outer.height / (inner.height + 40))));
    }
    const view = canvas.viewbox();
    const x = element.x + element.width / 2 - view.outer.width / view.scale / 2;
    const y = element.y + element.height / 2 - view.outer.height / view.scale / 2;
    // Never look beyond the drawing's own edge: an empty half is a wasted phone screen.
    const edge = 30;
    const within = (wanted: number, from: number, size: number, seen: number): number =>
      size + 2 * edge <= seen ? from + size / 2 - seen / 2 : Math.min(Math.max(wanted, from - edge), from + size + edge - seen);
    canvas.viewbox({
      x: within(x, view.inner.x, view.inner.width, view.outer.width / view.scale),
      y: within(y, view.inner.y, view.inner.height, view.outer.height / view.scale),
      width: view.outer.width / view.scale,
      height: view.outer.height / view.scale,
    });
  }

  #buttons(): HTMLElement {
    const words = texts();
    const bar = document.createElement('div');
    bar.className = 'akis-diagram-buttons btn-group';
    const zoom = (factor: number) => () => {
      const canvas = this.#viewer?.get<any>('canvas');
      canvas?.zoom(Math.min(3, Math.max(0.15, canvas.zoom() * factor)), 'auto');
    };
    const acts: [string, string, string, () => void][] = [
      ['in', '+', words.in, zoom(1.25)],
      ['out', '−', words.out, zoom(0.8)],
      ['fit', '⤢', words.fit, () => void this.#fit()],
      ['full', '□', words.full, () => void (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen())],
      ['here', '◎', words.here, () => this.#centre(this.#here ?? this.#start())],
    ];
    for (const [name, sign, label, act] of acts) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'btn btn-icon btn-sm';
      button.dataset.act = name;
      button.hidden = name === 'here' || (name === 'full' && !document.fullscreenEnabled);
      button.title = label;
      button.setAttribute('aria-label', label);
      button.textContent = sign;
      button.addEventListener('click', act);
      bar.append(button);
    }
    return bar;
  }
}

async function ask(url: string): Promise<Response> {
  const answer = await fetch(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

customElements.define('akis-diagram', AkisDiagram);
