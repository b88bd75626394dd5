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
}
