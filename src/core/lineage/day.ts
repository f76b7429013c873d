/** Days without a time: YYYY-MM-DD in UTC, counted by the calendar alone. Reads no clock. */

const form = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAY_MS = 24 * 60 * 60 * 1000;

function msOf(day: string): number {
  const parts = form.exec(day);
  const ms = parts === null ? Number.NaN : Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  // Date.UTC rolls 30 February over, and takes years below 100 for years of the last century.
  if (Number.isNaN(ms) || textOf(ms) !== day) throw new RangeError('not a day that exists');
  return ms;
}

function textOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The day of a UTC time such as 2026-03-02T14:00:00.000Z. RangeError for a day that does not exist. */
export function dayOf(utc: string): string {
  return addDays(utc.slice(0, 10), 0);
}

/** `count` days after `day` (before it where negative). RangeError for a day that does not exist, or beyond the year 9999. */
export function addDays(day: string, count: number): string {
  const ms = msOf(day) + count * DAY_MS;
  if (!(ms >= 0 && ms < Date.UTC(10000, 0, 1))) throw new RangeError('out of range');
  return textOf(ms);
}

/** The same day `count` years later; 29 February becomes 1 March where there is none, so that a term of years is never cut short. */
export function addYears(day: string, count: number): string {
  const year = Number(addDays(day, 0).slice(0, 4)) + count;
  const same = `${String(year).padStart(4, '0')}${day.slice(4)}`;
  return same.endsWith('-02-29') && !isLeap(year) ? `${same.slice(0, 5)}03-01` : addDays(same, 0);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days from one day to the other; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return (msOf(to) - msOf(from)) / DAY_MS;
}
