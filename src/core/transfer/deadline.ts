/** Until when a target takes a delivery. Has no clock of its own, and never lengthens what the target said. */
import type { Refusal } from '../refusals/refusal.ts';
import { refusal, RefusalError } from '../refusals/refusal.ts';
import type { TransferTarget } from './targets.ts';

export interface Deadline {
  /** ISO 8601, UTC, as in the plan. */
  readonly until: string;
  /** What is left, for the screen. */
  readonly sentence: string;
  /** Whole seconds left, rounded down; 0 or less where it has passed. */
  readonly seconds: number;
  /** `transfer.expired` where it has passed, else null. */
  readonly refused: Refusal | null;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** The two largest units, rounded down: less is promised than there is, never more. */
function spoken(seconds: number): string {
  if (seconds < MINUTE) return 'less than a minute';
  if (seconds < HOUR) return plural(Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return `${plural(Math.floor(seconds / HOUR), 'hour')} ${plural(Math.floor((seconds % HOUR) / MINUTE), 'minute')}`;
  return `${plural(Math.floor(seconds / DAY), 'day')} ${plural(Math.floor((seconds % DAY) / HOUR), 'hour')}`;
}

/** Milliseconds of a UTC time. Throws RefusalError `transfer.bad-time`. */
export function instant(time: string): number {
  const value = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(value)) throw new RefusalError('transfer.bad-time', { time });
  return value;
}

interface Period {
  readonly until: string;
  readonly what: string;
  /** How long the target ever gives, in seconds. */
  readonly most: number;
  readonly given: string;
}

/**
 * AWS: public key and import token are valid for 24 hours (AWS KMS Developer Guide, "Step 2: Download the wrapping public key and import
 * token"). Google: an import job expires 3 days after it was made (Cloud KMS documentation, "Key import"). The others set no time.
 */
function periodOf(target: TransferTarget): Period | null {
  switch (target.kind) {
    case 'aws-kms':
      return { until: target.validUntil, what: 'The import token of AWS KMS', most: DAY, given: '24 hours' };
    case 'google-kms':
      return { until: target.expires, what: 'The import job of Google Cloud KMS', most: 3 * DAY, given: '3 days' };
    case 'azure-byok':
    case 'pkcs11':
    case 'dke':
    case 'aws-xks':
      return null;
  }
}

/**
 * The countdown of `target` at `now` (UTC, ISO 8601), or null where it has none. At the very second it is over.
 * Throws RefusalError `transfer.bad-time` where one of the two times is not UTC.
 */
export function deadline(target: TransferTarget, now: string): Deadline | null {
  const period = periodOf(target);
  if (period === null) return null;
  const seconds = Math.floor((instant(period.until) - instant(now)) / 1000);
  const { until } = period;
  if (seconds <= 0) {
    const refused = refusal('transfer.expired', { until });
    return { until, sentence: refused.sentence, seconds, refused };
  }
  // An offline clock that is slow, or a mistyped date, promises time that there is not: it is said, since only people can tell which.
  const doubt = seconds > period.most ? ` No such period is longer than ${period.given}: compare the time in the plan and the clock of this machine.` : '';
  return { until, sentence: `${period.what} is valid until ${until}: ${spoken(seconds)} left.${doubt}`, seconds, refused: null };
}

/** Throws RefusalError `transfer.expired` where the target takes nothing any more at `now`, and `transfer.bad-time`. */
export function requireInTime(target: TransferTarget, now: string): Deadline | null {
  const found = deadline(target, now);
  if (found?.refused) throw new RefusalError('transfer.expired', { until: found.until });
  return found;
}
