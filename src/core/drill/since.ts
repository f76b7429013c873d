/** How long after an incident an entry was written: by the monotonic clock within one run, by the machine's clock where the application was started again between. Pure. */
import type { Entry } from '../transcript/types.ts';
import type { Strike } from './result.ts';

/** Whole milliseconds, never below 0. `isOther`: the entry is of another ceremony, or was written after a new start. */
export function since(strike: Strike, entry: Entry, isOther: boolean): number {
  const byClock = strike.time !== undefined && isOther;
  return Math.max(0, byClock ? Date.parse(entry.time) - Date.parse(strike.time) : entry.mono - strike.mono);
}

/** Whether the application was started again between the strike and entry `to`. */
export function isRestarted(entries: readonly Entry[], strike: Strike, to: Entry): boolean {
  return entries.some(({ seq, event }) => event.type === 'ceremony.resumed' && seq >= strike.entry && seq <= to.seq);
}
