import type Viewer from 'bpmn-js/lib/Viewer';

const smallest = 0.15;
const largest = 3;

/** Arrow keys pan, + and − zoom, 0 or Home shows all. */
export function pan(element: HTMLElement, viewer: Viewer, fit: () => void): void {
  const canvas = viewer.get<any>('canvas');
  const step = 60;
  const keys: Record<string, () => void> = {
    ArrowLeft: () => canvas.scroll({ dx: step, dy: 0 }),
    ArrowRight: () => canvas.scroll({ dx: -step, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: step }),
    ArrowDown: () => canvas.scroll({ dx: 0, dy: -step }),
    '+': () => zoom(canvas, 1.25, 'auto'),
    '=': () => zoom(canvas, 1.25, 'auto'),
    '-': () => zoom(canvas, 0.8, 'auto'),
    '0': fit,
    Home: fit,
  };
  element.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** The wheel zooms only with Ctrl or ⌘ (and a pinch on a touchpad, which says the same): without, the page must scroll. */
export function wheel(element: HTMLElement, viewer: Viewer): void {
  const canvas = viewer.get<any>('canvas');
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(canvas, Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
    },
    { passive: false },
  );
}

/** Fingers: one pans (up and down first belongs to the page, see `touch-action` in the style), two zoom. */
export function touch(element: HTMLElement, viewer: Viewer): void {
  const canvas = viewer.get<any>('canvas');
  const fingers = new Map<number, { x: number; y: number }>();

  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  element.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (!other) {
      canvas.scroll({ dx: now.x - before.x, dy: now.y - before.y });
      return;
    }
    const box = element.getBoundingClientRect();
    const middle = { x: (now.x + other.x) / 2 - box.left, y: (now.y + other.y) / 2 - box.top };
    const apart = Math.hypot(before.x - other.x, before.y - other.y);
    if (apart > 0) zoom(canvas, Math.hypot(now.x - other.x, now.y - other.y) / apart, middle);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
    element.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
}

function zoom(canvas: any, factor: number, centre: 'auto' | { x: number; y: number }): void {
  canvas.zoom(Math.min(largest, Math.max(smallest, canvas.zoom() * factor)), centre);
}
