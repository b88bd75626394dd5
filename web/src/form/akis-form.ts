import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import './form.css';
import { Form } from '@bpmn-io/form-js-viewer';
import flatpickr from 'flatpickr';
import { Turkish } from 'flatpickr/dist/l10n/tr';
import { localise, prepare, readable, understood, withoutEmpty, type Component } from './schema';
import { translateModule } from './texts';

/**
 * <akis-form schema="{…}" data="{…}"><form method="post">[data-fields] … [name=form-json] … buttons</form></akis-form>
 *
 * Puts a living form-js form in the place of the server's plain fields. The page's own form still does the posting: to
 * the same address, with the same buttons, the answers as JSON in `form-json`. With the attribute `plain` (the server
 * found errors and shows them at its fields) or when form-js fails, the plain fields stay.
 */
export class AkisForm extends HTMLElement {
  #form: Form | null = null;

  connectedCallback(): void {
    if (!this.hasAttribute('plain') && this.#form === null) void this.#start();
  }

  disconnectedCallback(): void {
    this.#form?.destroy();
    this.#form = null;
  }

  async #start(): Promise<void> {
    const page = this.querySelector<HTMLFormElement>('form');
    const fields = page?.querySelector<HTMLElement>('[data-fields]');
    const answer = page?.querySelector<HTMLInputElement>('input[name=form-json]');
    if (!page || !fields || !answer) return;

    const language = document.documentElement.lang || 'tr';
    if (!language.startsWith('en')) flatpickr.localize(Turkish);
    const host = document.createElement('div');
    host.className = 'akis-form-host';
    // Without `debounce: 0` a text waits before it is taken over, and is lost when the form is drawn anew meanwhile. (form-js's types do not know it.)
    const options = { container: host, debounce: 0, additionalModules: [translateModule(language)] };
    const form = new Form(options);
    try {
      const data = JSON.parse(this.getAttribute('data') ?? '{}') as Record<string, unknown>;
      const schema = withoutEmpty(understood(prepare(JSON.parse(this.getAttribute('schema') ?? '{}') as Component, language)), data);
      await form.importSchema(schema, localise(schema, readable(schema, data), language));
    } catch (error) {
      console.error('form', error);
      form.destroy();
      return;
    }
    // What somebody has begun to fill in is never taken away: then the plain fields stay, which the server understands as well.
    if (!this.isConnected || begun(fields)) {
      form.destroy();
      return;
    }
    this.#form = form;

    // form-js draws a <form> of its own and forms do not nest: it stands before the page's, whose plain fields go.
    this.insertBefore(host, page);
    fields.remove();
    host.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopPropagation();
      page.requestSubmit();
    });
    page.addEventListener('submit', (event) => {
      const pressed = event.submitter as HTMLButtonElement | null;
      // “Save draft” and “Give back” post what is there; only the real answer must be complete.
      if (pressed?.formNoValidate) {
        answer.value = JSON.stringify((form as any)._getState().data);
        attach(page, (form as any).get('fileRegistry', false)?.getAllFiles());
        return;
      }
      const { data, errors, files } = form.submit() as { data: unknown; errors: Record<string, unknown>; files?: Map<string, File[]> };
      if (Object.keys(errors).length > 0) {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.#showFirstError(host);
        return;
      }
      answer.value = JSON.stringify(data);
      attach(page, files);
    });
  }

  #showFirstError(host: HTMLElement): void {
    requestAnimationFrame(() => {
      const wrong = host.querySelector<HTMLElement>('[aria-invalid=true], .fjs-has-errors input, .fjs-has-errors textarea, .fjs-has-errors select');
      wrong?.focus();
      wrong?.scrollIntoView({ block: 'center' });
    });
  }
}

/** Whether somebody stands in one of the fields, or has changed one. */
export function begun(fields: HTMLElement): boolean {
  return (
    fields.contains(document.activeElement) ||
    [...fields.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some((field) => (field.matches('[type=checkbox], [type=radio]') ? (field as HTMLInputElement).checked !== (field as HTMLInputElement).defaultChecked : field.value !== field.defaultValue)) ||
    [...fields.querySelectorAll('option')].some((option) => option.selected !== option.defaultSelected && !(option.index === 0 && option.value === ''))
  );
}

/** Files travel as ordinary files of the page's form, named by form-js's own reference to them. */
function attach(page: HTMLFormElement, files: Map<string, File[]> | undefined): void {
  for (const [reference, chosen] of files ?? []) {
    const input = document.createElement('input');
    input.type = 'file';
    input.name = reference;
    input.hidden = true;
    input.multiple = true;
    const list = new DataTransfer();
    for (const file of chosen) list.items.add(file);
    input.files = list.files;
    page.append(input);
  }
}

customElements.define('akis-form', AkisForm);
