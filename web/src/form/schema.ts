/** A form-js component as far as Akış rewrites it; everything else passes through. */
export interface Component {
  type?: string;
  label?: string;
  description?: string;
  text?: string;
  dateLabel?: string;
  properties?: Record<string, string>;
  values?: ({ label?: string; 'label:en'?: string } & Record<string, unknown>)[];
  components?: Component[];
  [name: string]: unknown;
}

const translated = ['label', 'description', 'text', 'dateLabel'] as const;

/**
 * Prepares a schema for a reader: the English texts that its author put into `properties` (“label:en”) or beside the
 * text, and no submit or reset buttons, because the page has its own, which also work without script.
 */
export function prepare(component: Component, language: string): Component {
  const copy: Component = { ...component };
  if (component.type === 'datetime') copy.use24h ??= true; // here nobody writes 10:00 PM
  if (component.type === 'select' && typeof component.valuesKey === 'string') copy.searchable ??= true; // records and people are many
  if (language.startsWith('en')) {
    for (const name of translated) {
      const text = component[`${name}:en`] ?? component.properties?.[`${name}:en`] ?? (name === 'dateLabel' ? component.properties?.['label:en'] : undefined);
      if (typeof text === 'string' && component[name] !== undefined) copy[name] = text;
    }
    copy.values = component.values?.map((option) => ({ ...option, label: option['label:en'] ?? option.label }));
    if (copy.values === undefined) delete copy.values;
  }
  if (component.components) {
    copy.components = component.components.filter((child) => child.type !== 'button').map((child) => prepare(child, language));
  }
  return copy;
}

/**
 * FEEL's `get or else(value, default)` in other words: form-js does not know the function, and shows {{⚠}} in its place. Brackets and texts within
 * the arguments are respected.
 */
export function plainFeel(feel: string): string {
  const name = 'get or else(';
  const at = feel.indexOf(name);
  if (at < 0) return feel;
  const from = at + name.length;
  let [depth, quoted, comma] = [0, false, -1];
  for (let i = from; i < feel.length; i++) {
    const sign = feel[i]!;
    if (sign === '"' && feel[i - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (sign === ',' && depth === 0 && comma < 0) comma = i;
    if ('([{'.includes(sign)) depth++;
    if (!')]}'.includes(sign) || depth-- > 0) continue;
    const [value, otherwise] = [plainFeel(feel.slice(from, comma).trim()), plainFeel(feel.slice(comma + 1, i).trim())];
    return comma < 0 ? feel : `${feel.slice(0, at)}(if ${value} = null then ${otherwise} else ${value})${plainFeel(feel.slice(i + 1))}`;
  }
  return feel;
}

/** A schema whose expressions form-js understands. */
export function understood<T>(part: T): T {
  if (typeof part === 'string') return (part.startsWith('=') || part.includes('{{') ? plainFeel(part) : part) as T;
  if (Array.isArray(part)) return part.map(understood) as T;
  return typeof part === 'object' && part !== null ? (Object.fromEntries(Object.entries(part).map(([name, value]) => [name, understood(value)])) as T) : part;
}

/** What is only shown is left out where there is nothing to show: an empty grey box says nothing. */
export function withoutEmpty(component: Component, data: Record<string, unknown>): Component {
  if (!component.components || component.type === 'dynamiclist') return component;
  const empty = (child: Component): boolean => child.readonly === true && typeof child.key === 'string' && isEmpty(data[child.key]);
  return { ...component, components: component.components.filter((child) => !empty(child)).map((child) => withoutEmpty(child, data)) };
}

/** Days and times that a text field only shows, as people write them; what is only shown is not sent back. */
export function readable(component: Component, data: Record<string, unknown>): Record<string, unknown> {
  const copy = { ...data };
  for (const child of component.components ?? []) {
    const value = typeof child.key === 'string' && child.type === 'textfield' && child.readonly === true ? data[child.key] : undefined;
    const moment = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)\S*)?$/.exec(value) : null;
    if (moment) copy[child.key as string] = `${moment[3]}.${moment[2]}.${moment[1]}${moment[4] ? ` ${moment[4]}` : ''}`;
  }
  return copy;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Options that come as data (`valuesKey`) in the reader's language; an option may carry its English as “label:en”. */
export function localise(component: Component, data: Record<string, unknown>, language: string): Record<string, unknown> {
  if (!language.startsWith('en')) return data;
  const copy = { ...data };
  for (const name of optionKeys(component)) {
    const options = copy[name];
    if (Array.isArray(options)) copy[name] = options.map((option: unknown) => (isOption(option) ? { ...option, label: option['label:en'] } : option));
  }
  return copy;
}

function optionKeys(component: Component): string[] {
  return [...(typeof component.valuesKey === 'string' ? [component.valuesKey] : []), ...(component.components ?? []).flatMap(optionKeys)];
}

function isOption(option: unknown): option is Record<string, unknown> {
  return typeof option === 'object' && option !== null && typeof (option as Record<string, unknown>)['label:en'] === 'string';
}
