import { expect, it } from 'vitest';
import { bagState } from './bag.ts';

it('compares bag numbers as people write them', () => {
  expect([bagState('bag R-1001', 'r 1001'), bagState('R-1001', 'Bag R1001'), bagState('R-1001', 'R-1007'), bagState('R-1001', 'R-10015')]).toEqual(['same', 'same', 'different', 'different']);
});

it('does not call a number different while it is being typed, or where there is nothing to compare', () => {
  expect([bagState('R-1001', 'r-1'), bagState('R-1001', ' '), bagState('R-1001', 'bag'), bagState(null, 'R-1001')]).toEqual(['typing', 'none', 'none', 'none']);
});
