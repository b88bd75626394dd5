import { expect, test } from 'vitest';
import { fold, matches } from './fold';

test('the four i of Turkish fall together', () => {
  expect(fold('Iı İi')).toBe('ii ii');
  expect(fold('I\u0307stanbul')).toBe('istanbul');
});

test('Turkish letters are found by their plain neighbours and the other way round', () => {
  expect(fold('Şifre Değişikliği ÇÖZÜM')).toBe('sifre degisikligi cozum');
  expect(matches(fold('Ağ Hizmetleri Planlama ve Destek VPN'), fold('ag VPN'))).toBe(true);
  expect(matches(fold('ag hizmetleri'), fold('AĞ'))).toBe(true);
});

test('a code is found by its part, and each word counts', () => {
  expect(matches(fold('SEK 08-04-34'), fold('08-04-34'))).toBe(true);
  expect(matches(fold('SEK 08-04-34'), fold('sek 35'))).toBe(false);
});
