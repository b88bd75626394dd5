import { expect, test } from 'vitest';
import { complete } from './complete';

const fields = [
  { name: 'durum', values: ['açık', 'kapalı', 'çözüldü'] },
  { name: 'öncelik', values: ['P1', 'P2'] },
];

test('completes the name of a condition, with or without Turkish letters', () => {
  expect(complete('vpn ONC', 7, fields)).toEqual(['öncelik:']);
  expect(complete('vpn ', 4, fields)).toEqual([]);
});

test('completes the last of several values', () => {
  expect(complete('durum:aç', 8, fields)).toEqual(['durum:açık']);
  expect(complete('-durum:açık,k', 13, fields)).toEqual(['durum:açık,kapalı']);
  expect(complete('bilinmeyen:x', 12, fields)).toEqual([]);
});

test('stays silent inside a phrase', () => {
  expect(complete('"du', 3, fields)).toEqual([]);
});
