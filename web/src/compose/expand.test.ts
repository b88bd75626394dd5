import { expect, test } from 'vitest';
import { expand } from './expand';

const modules = [{ shortcut: 'vpn', title: 'VPN', text: 'İstemciyi güncelleyin.' }];

test('a shortcut and a blank become the text, and the caret goes on behind it', () => {
  expect(expand('Merhaba ::vpn , iyi günler', 14, modules)).toEqual({ text: 'Merhaba İstemciyi güncelleyin. , iyi günler', caret: 31 });
});

test('an unknown shortcut and colons within a word stay', () => {
  expect(expand('::yok ', 6, modules)).toBeNull();
  expect(expand('std::vpn ', 9, modules)).toBeNull();
});
