import { expect, it } from 'vitest';
import { capital, count, grouped, inWords, list, period } from './text.ts';

it('says numbers, lists and hexadecimal as people read them', () => {
  expect([inWords(0), inWords(3), inWords(16), inWords(17)]).toEqual(['no', 'three', 'sixteen', '17']);
  expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
  expect([grouped('41d08a6f2b'), grouped('E3B1', 2), grouped('')]).toEqual(['41d0 8a6f 2b', 'E3 B1', '']);
  expect([count(1, 'entry', 'entries'), count(2, 'entry', 'entries'), capital('three')]).toEqual(['1 entry', '2 entries', 'Three']);
});

it('says cryptoperiods in years, months where they fit, else in days', () => {
  expect([period(365), period(1095), period(548), period(100), period(90), period(200)]).toEqual(['1 year', '3 years', '18 months (548 days)', '100 days', '90 days', '200 days']);
});
