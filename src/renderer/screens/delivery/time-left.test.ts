import { expect, it } from 'vitest';
import { minutesLeft, timeSpan } from './time-left.ts';

it('counts whole minutes to a deadline', () => {
  const now = Date.parse('2026-11-24T10:00:30Z');
  expect([minutesLeft('2026-11-24T10:02:00Z', now), minutesLeft('2026-11-24T10:00:00Z', now), minutesLeft('soon', now)]).toEqual([1, -1, null]);
});

it('says a span in the two units that matter', () => {
  expect([timeSpan(0), timeSpan(1), timeSpan(59), timeSpan(60), timeSpan(1152), timeSpan(1440), timeSpan(3130)]).toEqual(['0 minutes', '1 minute', '59 minutes', '1 hour', '19 hours and 12 minutes', '1 day', '2 days and 4 hours']);
});
