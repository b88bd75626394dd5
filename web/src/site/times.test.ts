import { expect, test } from 'vitest';
import { relative } from './times';

const now = new Date('2026-11-23T09:00:00Z');

test('says the past and the future in Turkish', () => {
  expect(relative(new Date('2026-11-23T06:00:00Z'), now, 'tr')).toBe('3 saat önce');
  expect(relative(new Date('2026-11-25T09:00:00Z'), now, 'tr')).toBe('öbür gün');
  expect(relative(new Date('2026-11-28T09:00:00Z'), now, 'tr')).toBe('5 gün sonra');
});

test('a moment ago is now', () => {
  expect(relative(new Date('2026-11-23T08:59:40Z'), now, 'en')).toBe('now');
});
