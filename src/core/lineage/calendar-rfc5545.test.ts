/** The calendar file, read back by ical.js, an independent implementation of RFC 5545. */
import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { sampleStatement } from '../../../test/lineage/sample-lineage.ts';
import { fromUtf8 } from '../bytes/bytes.ts';
import { calendarOf } from './calendar.ts';
import type { CalendarPart } from './calendar.ts';
import { dutiesOf } from './duties.ts';
import type { Duty } from './duties.ts';

const stamp = '2026-11-24T11:05:09.123Z';
const { predicate, sha256 } = sampleStatement();
const duties = dutiesOf(predicate, [], '2026-11-24');
const part = (change: Partial<CalendarPart> = {}): CalendarPart => ({ organisation: 'Example Health System', mode: 'production', lineage: sha256, duties, ...change });
const file = (...parts: readonly CalendarPart[]): string => fromUtf8(calendarOf(parts, stamp));
const read = (text: string): InstanceType<typeof ICAL.Component> => new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
const events = (text: string): InstanceType<typeof ICAL.Event>[] => read(text).getAllSubcomponents('vevent').map((c) => new ICAL.Event(c));

describe('the calendar of duties', () => {
  it('is one VCALENDAR with the properties that RFC 5545 demands', () => {
    const calendar = read(file(part()));
    expect([calendar.name, calendar.getFirstPropertyValue('version'), calendar.getFirstPropertyValue('method')]).toEqual(['vcalendar', '2.0', 'PUBLISH']);
    for (const event of calendar.getAllSubcomponents('vevent')) for (const name of ['uid', 'dtstamp', 'dtstart', 'summary']) expect(event.getAllProperties(name)).toHaveLength(1);
  });

  it('has each duty as an event of one whole day, with an alarm thirty days before', () => {
    expect(events(file(part())).map((e) => [e.summary, e.startDate.isDate, e.startDate.toString(), e.duration.toString()])).toEqual(duties.map((d) => [d.what, true, d.by, 'P1D']));
    const [alarm] = read(file(part())).getFirstSubcomponent('vevent')!.getAllSubcomponents('valarm');
    expect([alarm!.getFirstPropertyValue('action'), String(alarm!.getFirstPropertyValue('trigger'))]).toEqual(['DISPLAY', '-P30D']);
  });

  it('takes its time stamp from the caller, and is the same each time', () => {
    expect(String(read(file(part())).getFirstSubcomponent('vevent')!.getFirstPropertyValue('dtstamp'))).toBe('2026-11-24T11:05:09Z');
    expect(file(part())).toBe(file(part()));
  });

  it('keeps the UID of a duty when its date moves, and shares it with no other', () => {
    const moved = part({ duties: duties.map((d) => ({ ...d, by: '2030-01-01' })) });
    const uids = events(file(part())).map((e) => e.uid);
    expect(events(file(moved)).map((e) => e.uid)).toEqual(uids);
    expect(new Set([...uids, ...events(file(part({ lineage: 'f'.repeat(64) }))).map((e) => e.uid)]).size).toBe(2 * duties.length);
  });

  it('a later file has a higher sequence number', () => {
    const later = fromUtf8(calendarOf([part()], '2026-11-24T11:06:09.123Z'));
    expect(events(later)[0]!.sequence).toBeGreaterThan(events(file(part()))[0]!.sequence);
  });

  it('says of a rehearsal that it is one', () => {
    expect(events(file(part({ mode: 'rehearsal' }))).every((e) => e.summary.startsWith('REHEARSAL: '))).toBe(true);
  });

  it('ends every line with CRLF, and none is longer than 75 octets or cut within a character', () => {
    const text = file(part({ organisation: 'Ärztegemeinschaft Zürich-Höngg 病院 🏥 '.repeat(6) }));
    const lines = text.split('\r\n');
    expect(lines.pop()).toBe('');
    for (const line of lines) {
      expect(line).not.toMatch(/[\r\n]/);
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      expect(line.isWellFormed()).toBe(true);
    }
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
  });

  it('gives any text back as it was, but for control characters', () => {
    const duty = (what: string): Duty => ({ ...duties[0]!, what });
    const words = fc.array(fc.oneof(fc.constantFrom('\\', ';', ',', ':', '"', '\n', '\r\n', '\\n', '\\,', 'BEGIN:VEVENT', 'END:VCALENDAR', '\u0007', '病', '🏥', ' '), fc.string({ maxLength: 30 })), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(words.map((w) => `x${w.join('')}x`), (what) => {
      const [event, ...others] = events(file(part({ duties: [duty(what)] })));
      expect(others).toEqual([]);
      expect(event!.summary).toBe(what.replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''));
    }));
  });

  it('refuses to be empty', () => {
    expect(() => calendarOf([part({ duties: [] })], stamp)).toThrow(RangeError);
  });
});
