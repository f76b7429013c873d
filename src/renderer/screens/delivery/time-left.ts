/** How long is left until a deadline, as people say it. Pure. */
import { count } from '../../parts/text.ts';

/** Whole minutes from `now` to `deadline` (RFC 3339, UTC); negative once it is over, null where it is no time. */
export function minutesLeft(deadline: string, now: number): number | null {
  const at = Date.parse(deadline);
  return Number.isNaN(at) ? null : Math.floor((at - now) / 60_000);
}

/** "2 days and 4 hours", "19 hours and 12 minutes", "8 minutes"; the smaller unit is left out where it is none. */
export function timeSpan(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = days > 0 ? [count(days, 'day'), ...(hours > 0 ? [count(hours, 'hour')] : [])] : hours > 0 ? [count(hours, 'hour'), ...(rest > 0 ? [count(rest, 'minute')] : [])] : [count(rest, 'minute')];
  return parts.join(' and ');
}
