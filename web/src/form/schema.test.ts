import { expect, test } from 'vitest';
import { localise, prepare, plainFeel, readable, understood, withoutEmpty } from './schema';
import { translateModule } from './texts';

const schema = {
  id: 'f',
  type: 'default',
  components: [
    { type: 'textfield', key: 'ad', label: 'Ad', properties: { 'label:en': 'Name' } },
    { type: 'select', key: 'b', label: 'Birim', values: [{ label: 'Ağ', value: 'ag', 'label:en': 'Network' }] },
    { type: 'button', label: 'Gönder' },
  ],
};

test('an English reader gets the English texts, a Turkish one the form as written, nobody a second button', () => {
  const en = prepare(schema, 'en').components!;
  expect(en.map((c) => c.label)).toEqual(['Name', 'Birim']);
  expect(en[1]!.values![0]!.label).toBe('Network');
  const tr = prepare(schema, 'tr').components!;
  expect(tr.map((c) => c.label)).toEqual(['Ad', 'Birim']);
  expect(tr[1]!.values![0]!.label).toBe('Ağ');
});

test('times are written from 0 to 24, unless the form says otherwise', () => {
  const fields = prepare({ components: [{ type: 'datetime', key: 'a' }, { type: 'datetime', key: 'b', use24h: false }] }, 'tr').components!;
  expect(fields.map((c) => c.use24h)).toEqual([true, false]);
});

test('a field that only shows is left out where there is nothing to show', () => {
  const form = { components: [{ key: 'a', readonly: true }, { key: 'b', readonly: true }, { key: 'c' }, { type: 'group', components: [{ key: 'd', readonly: true }] }] };
  expect(withoutEmpty(form, { a: '', b: 0 })).toEqual({ components: [{ key: 'b', readonly: true }, { key: 'c' }, { type: 'group', components: [] }] });
});

test('days and times that are only shown are written as people write them', () => {
  const form = { components: [{ type: 'textfield', key: 'a', readonly: true }, { type: 'textfield', key: 'b', readonly: true }, { type: 'textfield', key: 'c' }] };
  expect(readable(form, { a: '2026-12-07T20:00:00+03:00', b: '2026-12-07', c: '2026-12-07' })).toEqual({ a: '07.12.2026 20:00', b: '07.12.2026', c: '2026-12-07' });
});

test('get or else is said in words that form-js understands', () => {
  expect(plainFeel('=get or else(a, null) = null')).toBe('=(if a = null then null else a) = null');
  expect(plainFeel('{{get or else(string join(a, ", "), "(yok)")}} {{get or else(b, get or else(c, 0))}}')).toBe(
    '{{(if string join(a, ", ") = null then "(yok)" else string join(a, ", "))}} {{(if b = null then (if c = null then 0 else c) else b)}}',
  );
  expect(understood({ text: '{{get or else(a, "")}}', label: 'get or else(a)', values: [{ value: 'x' }] })).toEqual({ text: '{{(if a = null then "" else a)}}', label: 'get or else(a)', values: [{ value: 'x' }] });
});

test('messages of form-js speak Turkish with their values filled in', () => {
  const translate = translateModule('tr').translate[1];
  expect(translate('Field must have minimum length of {value}.', { value: '20' })).toBe('En az 20 karakter yazın.');
  expect(translate('Something new', {})).toBe('Something new');
  expect(translateModule('en').translate[1]('Field is required.')).toBe('Field is required.');
});

test('options that come as data are shown in the language of the reader', () => {
  const form = { components: [{ type: 'radio', key: 'karar', valuesKey: 'secenekler' }] };
  const data = { secenekler: [{ label: 'Onayla', 'label:en': 'Approve', value: 'onay' }, { label: 'VPN', value: 'vpn' }], ad: 'x' };
  expect(localise(form, data, 'en')).toEqual({ secenekler: [{ label: 'Approve', 'label:en': 'Approve', value: 'onay' }, { label: 'VPN', value: 'vpn' }], ad: 'x' });
  expect(localise(form, data, 'tr')).toBe(data);
});
