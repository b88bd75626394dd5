/**
 * <akis-insert for="reply"> around buttons with `data-text`: each puts its text into the named field, at the caret, and tells `data-count`
 * that it was used. The buttons are hidden until this script shows them.
 */
export class AkisInsert extends HTMLElement {
  connectedCallback(): void {
    const field = document.getElementById(this.getAttribute('for') ?? '') as HTMLTextAreaElement | null;
    if (!field) return;
    for (const button of this.querySelectorAll<HTMLButtonElement>('button[data-text]')) {
      button.hidden = false;
      button.addEventListener('click', () => {
        field.setRangeText(button.dataset.text ?? '', field.selectionStart, field.selectionEnd, 'end');
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.focus();
        if (button.dataset.count) void fetch(button.dataset.count, { method: 'POST' }).catch(() => undefined);
      });
    }
  }
}

customElements.define('akis-insert', AkisInsert);
