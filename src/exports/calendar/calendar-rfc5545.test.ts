/** The exported calendar, read by ical.js: every duty once, with a name that stays while the lineage goes on. */
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { HOSTILE, hostile, verifiedOf, whole } from '../../../test/exports/verified-samples.ts';
import { calendar, dutiesAfter } from './calendar.ts';

const eventsOf = (text: string): InstanceType<typeof ICAL.Event>[] => {
  const root = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
  return root.getAllSubcomponents('vevent').map((c) => new ICAL.Event(c));
};

describe('the exported calendar', () => {
  it('has each duty as one day', async () => {
    const verified = await verifiedOf('rotate');
    const events = eventsOf(await whole(calendar(verified)));
    expect(events.map((e) => [e.summary, e.startDate.toString()])).toEqual(dutiesAfter(verified).map((d) => [d.what, d.by]));
    expect(events.length).toBeGreaterThan(3);
    for (const { description } of events) expect(description).toContain(`Transcript SHA-256 ${verified.transcriptSha256}`);
  });

  it('names a duty as the ceremony before named it', async () => {
    const before = eventsOf(await whole(calendar(await verifiedOf('generate')))).map((e) => e.uid);
    const after = eventsOf(await whole(calendar(await verifiedOf('rotate')))).map((e) => e.uid);
    expect(after.filter((uid) => before.includes(uid)).length).toBeGreaterThan(1);
  });

  it('holds a hostile organisation as text', async () => {
    const verified = hostile(await verifiedOf('generate'));
    const events = eventsOf(await whole(calendar(verified)));
    expect(events).toHaveLength(dutiesAfter(verified).length);
    for (const { description } of events) expect(description.split('\n')[0]).toBe(HOSTILE.replace(/[\p{C}\p{Zl}\p{Zp}\p{DI}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`));
  });

  it('refuses to be empty', async () => {
    const verified = await verifiedOf('generate');
    const { predicate } = verified.statement;
    const nothing = { ...verified, statement: { ...verified.statement, predicate: { ...predicate, lifecycle: [], shareSets: [] } } };
    await expect(whole(calendar(nothing))).rejects.toMatchObject({ code: 'export.no-duties' });
  });
});
