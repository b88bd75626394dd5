/**
 * `<button data-toggle="id" aria-expanded="false">` shows and hides the element with that id (class `show`), and
 * `<form data-confirm="…">` asks before it posts. All listen on the document, so they survive enhanced navigation.
 */
export function startToggles(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element | null)?.closest<HTMLElement>('[data-toggle]');
    if (!button) return;
    const target = document.getElementById((button.dataset.toggle ?? '').replace('#', ''));
    if (!target) return;
    const open = target.classList.toggle('show');
    button.setAttribute('aria-expanded', String(open));
  });

  document.addEventListener(
    'submit',
    (event) => {
      const question = (event.target as HTMLElement).dataset.confirm;
      if (question !== undefined && !window.confirm(question)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  // Keyboard shortcuts of a page: `data-key` opens a disclosure and goes to its first field, goes to a field, or presses a button.
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input, textarea, select, [contenteditable], .akis-canvas')) return;
    const wanted = event.key === 'r' ? document.getElementById('reply') : document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    const details = wanted.closest('details');
    if (wanted.matches('summary') && details) {
      details.open = true;
      details.querySelector<HTMLElement>('select, textarea, input:not([type=hidden])')?.focus();
    } else if (wanted.matches('button')) {
      wanted.click();
    } else {
      wanted.focus();
    }
  });
}
