/** Duties as an iCalendar file (RFC 5545), for the calendars of the people who have to do them. Pure: the time stamp is an argument. */
import { utf8 } from '../bytes/bytes.ts';
import { addDays } from './day.ts';
import type { Duty } from './duties.ts';

/** The duties of one lineage. */
export interface CalendarPart {
  readonly organisation: string;
  readonly mode: 'rehearsal' | 'production';
  /** SHA-256 of the lineage's first statement, hex: it stays the same while the lineage grows, so that a later file updates the events of an earlier one. */
  readonly lineage: string;
  readonly duties: readonly Duty[];
}

/** Days before a duty at which the calendar reminds. */
const REMIND_DAYS = 30;

/**
 * UTF-8 of one VCALENDAR with an all-day event for each duty. `stamp`: UTC, ISO 8601 with milliseconds and Z. Same arguments, same bytes.
 * RangeError where there is no duty (RFC 5545 section 3.6 asks for at least one component).
 */
export function calendarOf(parts: readonly CalendarPart[], stamp: string): Uint8Array {
  const events = parts.flatMap((part) => part.duties.map((duty) => event(part, duty, stamp)));
  if (events.length === 0) throw new RangeError('no duties');
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Keyrite//Key duties//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', ...events.flat(), 'END:VCALENDAR'];
  return utf8(lines.map((line) => `${fold(line)}\r\n`).join(''));
}

function event({ organisation, mode, lineage }: CalendarPart, duty: Duty, stamp: string): readonly string[] {
  const summary = text(`${mode === 'rehearsal' ? 'REHEARSAL: ' : ''}${duty.what}`);
  return [
    'BEGIN:VEVENT',
    // RFC 5545 section 3.8.4.7: the same duty keeps its UID in every file, and no other has it.
    `UID:${duty.kind}-${duty.about}-${lineage.slice(0, 32)}@keyrite.org`,
    `DTSTAMP:${basicTime(stamp)}`,
    // Section 3.8.7.4: a later file takes the place of an earlier one. Minutes since 1970 stay within 32 bits until the year 6053.
    `SEQUENCE:${String(Math.floor(Date.parse(stamp) / 60_000))}`,
    `DTSTART;VALUE=DATE:${basicDate(duty.by)}`,
    `DTEND;VALUE=DATE:${basicDate(addDays(duty.by, 1))}`,
    `SUMMARY:${summary}`,
    `DESCRIPTION:${text(`${organisation}\n${duty.what}.\nSource: ${duty.source}`)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER:-P${String(REMIND_DAYS)}D`,
    `DESCRIPTION:${summary}`,
    'END:VALARM',
    'END:VEVENT',
  ];
}

/** 20260302 (section 3.3.4). */
function basicDate(day: string): string {
  return day.replaceAll('-', '');
}

/** 20260302T140000Z (section 3.3.5). */
function basicTime(utc: string): string {
  return `${utc.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** A TEXT value (section 3.3.11): what has a meaning is escaped, and what no content line may hold (section 3.1, CONTROL) is left out. */
function text(value: string): string {
  return value
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** Octets in a line without its line break (section 3.1). */
const LINE = 75;

/** Folds a content line between characters, never within one. */
function fold(line: string): string {
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = utf8(character).length;
    if (octets + size > LINE) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
