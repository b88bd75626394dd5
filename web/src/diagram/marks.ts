import type Viewer from 'bpmn-js/lib/Viewer';
import { relative } from '../site/times';
import { texts } from './texts';

/** Where an instance is, by the model's element ids; instants in ISO 8601. */
export interface DiagramState {
  completed: string[];
  flows: string[];
  active: { id: string; since: string }[];
  incidents: { id: string; message: string }[];
}

/** Draws an instance's state over a diagram; colour is never alone: each mark has a sign or words as well. */
export class Marks {
  #viewer: Viewer;
  #set: [string, string][] = [];

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  show(state: DiagramState): void {
    const canvas = this.#viewer.get<any>('canvas');
    const registry = this.#viewer.get<any>('elementRegistry');
    const overlays = this.#viewer.get<any>('overlays');
    const words = texts();

    for (const [id, mark] of this.#set) canvas.removeMarker(id, mark);
    this.#set = [];
    overlays.remove({ type: 'akis' });

    const mark = (id: string, name: string): boolean => {
      if (!registry.get(id)) return false;
      canvas.addMarker(id, name);
      this.#set.push([id, name]);
      return true;
    };
    const label = (id: string, className: string, text: string, title: string, position: object): void => {
      const html = document.createElement('div');
      html.className = className;
      html.textContent = text;
      html.title = title;
      overlays.add(id, 'akis', { html, position, show: { minZoom: 0.35 } });
    };

    const active = new Set(state.active.map((step) => step.id));
    for (const id of state.flows) mark(id, 'akis-taken');
    for (const id of state.completed) {
      if (active.has(id) || !mark(id, 'akis-done')) continue;
      label(id, 'akis-mark akis-mark-done', '✓', words.done, { top: -9, right: 9 });
    }
    for (const step of state.active) {
      if (!mark(step.id, 'akis-active')) continue;
      const since = relative(new Date(step.since), new Date(), document.documentElement.lang || 'tr');
      label(step.id, 'akis-mark akis-mark-active', words.since.replace('{0}', since), words.active, { bottom: -4, left: 0 });
    }
    for (const incident of state.incidents) {
      if (!mark(incident.id, 'akis-incident')) continue;
      label(incident.id, 'akis-mark akis-mark-incident', '!', `${words.incident}: ${incident.message}`, { top: -9, left: -9 });
    }
  }
}
