/** Days by the calendar: compared with JavaScript's own dates, over centuries and leap days. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addYears, dayOf, daysBetween } from './day.ts';

const DAY = 24 * 60 * 60 * 1000;
const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2400-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));

describe('days', () => {
  it('count as JavaScript dates in UTC do, there and back', () => {
    fc.assert(fc.property(day, fc.integer({ min: 0, max: 7300 }), (from, count) => {
      const to = addDays(from, count);
      expect(Date.parse(`${to}T00:00:00Z`)).toBe(Date.parse(`${from}T00:00:00Z`) + count * DAY);
      expect(daysBetween(from, to)).toBe(count);
      expect(addDays(to, -count)).toBe(from);
      expect(from <= to).toBe(true);
    }));
  });

  it('years keep month and day, but for 29 February, and are never cut short', () => {
    fc.assert(fc.property(day, fc.integer({ min: 0, max: 50 }), (from, years) => {
      const to = addYears(from, years);
      expect(Number(to.slice(0, 4)) - Number(from.slice(0, 4))).toBe(years);
      expect(daysBetween(from, to)).toBeGreaterThanOrEqual(365 * years);
      if (!from.endsWith('02-29')) expect(to.slice(4)).toBe(from.slice(4));
    }));
    expect([addYears('2028-02-29', 6), addYears('2028-02-29', 4), addYears('2096-02-29', 4), addYears('2026-03-02', 6)]).toEqual(['2034-03-01', '2032-02-29', '2100-03-01', '2032-03-02']);
  });

  it('month ends, leap years, year ends', () => {
    expect([addDays('2028-02-28', 1), addDays('2027-02-28', 1), addDays('2100-02-28', 1), addDays('2026-12-31', 1), addDays('2026-03-02', 365)]).toEqual(['2028-02-29', '2027-03-01', '2100-03-01', '2027-01-01', '2027-03-02']);
    expect(dayOf('2026-03-02T23:59:59.999Z')).toBe('2026-03-02');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', '', 'today', '2026-01-01T00:00:00Z', '0050-01-01', '2027-02-29'])('refuses %j', (text) => {
    expect(() => addDays(text, 0)).toThrow(RangeError);
  });

  it('refuses to leave the calendar', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('2026-01-01', 0.5 - 1e9)).toThrow(RangeError);
  });
});
