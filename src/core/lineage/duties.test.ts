/** Duties: each by its rule, to the day, from what the newest statement says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { masterLife, rootLife, sampleStatement, standing } from '../../../test/lineage/sample-lineage.ts';
import type { CeremonyPredicate } from '../transcript/types.ts';
import { addDays } from './day.ts';
import { dutiesOf } from './duties.ts';
import type { Duty, PastCeremony } from './duties.ts';
import { dutyKinds, dutyRules } from './duty-rules.ts';
import { keyStates } from './types.ts';
import type { KeyLife } from './types.ts';

const first = sampleStatement().predicate;
const past = (predicate: CeremonyPredicate, checked: string | null = null): PastCeremony => ({ predicate, checked });
const of = (change: Partial<CeremonyPredicate>, today = '2026-06-01', all: readonly PastCeremony[] = []): readonly Duty[] => dutiesOf({ ...first, ...change }, all, today);
const short = (duties: readonly Duty[]): readonly (readonly string[])[] => duties.map((d) => [d.kind, d.about, d.by]);
const life = (change: Partial<KeyLife>): Partial<CeremonyPredicate> => ({ lifecycle: [{ ...masterLife, ...change }], shareSets: [] });

describe('duties', () => {
  it('after the first ceremony: the check, and the rotation of each key at the end of its cryptoperiod', () => {
    expect(short(of({}))).toEqual([['check', '7K3M-9QXT', '2027-03-02'], ['rotate', 'master', '2027-03-02'], ['rotate', 'root', '2028-03-01']]);
  });

  it('a deactivated key: stop by its date, destroy the day after', () => {
    expect(short(of(life({ state: 'deactivated', until: '2028-02-28' })))).toEqual([['stop-using', 'master', '2028-02-28'], ['destroy', 'master', '2028-02-29']]);
  });

  it('a compromised key: destroy it since the day it counts as compromised', () => {
    const [duty] = of(life({ state: 'compromised', compromised: true, since: '2026-05-31T08:00:00.000Z' }));
    expect(duty).toMatchObject({ kind: 'destroy-compromised', by: '2026-05-31', state: 'overdue' });
  });

  it('a destroyed key: the record for six years, and no duty once they are over', () => {
    const destroyed = life({ state: 'destroyed', since: '2028-02-29T08:00:00.000Z' });
    expect(short(of(destroyed, '2034-03-01'))).toEqual([['retain', 'master', '2034-03-01']]);
    expect(of(destroyed, '2034-03-02')).toEqual([]);
  });

  it('keys before and between use have no term', () => {
    expect(of({ lifecycle: [{ ...rootLife, state: 'pre-activation' }, { ...masterLife, state: 'suspended' }], shareSets: [] })).toEqual([]);
  });

  it('what a package alone leaves unknown is due since the newest ceremony, and says so', () => {
    const unknown = of({ ...life({ made: null, since: null, cryptoperiodDays: null }), shareSets: [{ ...standing, made: null, custodians: [] }], ended: '2026-05-01T10:00:00.000Z' });
    expect(unknown.map((d) => [d.kind, d.by, d.state])).toEqual([['check', '2026-05-01', 'overdue'], ['rotate', '2026-05-01', 'overdue']]);
    expect(unknown.every((d) => d.what.includes('known'))).toBe(true);
    expect(of(life({ state: 'deactivated', until: null })).map((d) => d.what)).toEqual(['Decide until when the master key may still decrypt and verify: no date was recorded']);
  });

  it('a check counts for the set that it looked at, and for no other', () => {
    const checked: CeremonyPredicate = { ...first, kind: 'check', ended: '2027-02-10T10:00:00.000Z' };
    const by = (all: readonly PastCeremony[]): string => of({}, '2027-01-01', all).find((d) => d.kind === 'check')!.by;
    expect(by([past(checked, standing.id)])).toBe('2028-02-10');
    expect(by([past(checked, '00000000')])).toBe('2027-03-02');
    expect(by([past(checked)])).toBe('2028-02-10');
    expect(by([past({ ...checked, shareSets: [standing, { ...standing, id: '00000000' }] })])).toBe('2027-03-02');
    expect(by([past({ ...checked, kind: 'restore' }, null)])).toBe('2027-03-02');
  });

  it('is overdue from the day after, soon within sixty days', () => {
    const state = (today: string): string => of({ lifecycle: [masterLife], shareSets: [] }, today)[0]!.state;
    expect([state('2027-03-03'), state('2027-03-02'), state('2027-01-01'), state('2026-12-31')]).toEqual(['overdue', 'soon', 'soon', 'later']);
    expect(() => state('2027-02-29')).toThrow(RangeError);
  });

  it('holds for any keys: each duty is of a key that is there, dated by its rule, most urgent first', () => {
    const day = fc.integer({ min: 0, max: 9000 }).map((n) => `${addDays('2020-01-01', n)}T10:00:00.000Z`);
    const lives = fc.array(fc.record({ state: fc.constantFrom(...keyStates), made: day, since: day, days: fc.integer({ min: 1, max: 7300 }) }), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(lives, fc.integer({ min: 0, max: 12_000 }).map((n) => addDays('2020-01-01', n)), (keys, today) => {
      const lifecycle = keys.map(({ state, made, since, days }, i) => ({ ...masterLife, name: `k${String(i)}`, state, made, since, cryptoperiodDays: days, until: state === 'deactivated' ? since.slice(0, 10) : null }));
      const duties = of({ lifecycle, shareSets: [] }, today);
      expect(duties.map((d) => d.by)).toEqual(duties.map((d) => d.by).toSorted());
      for (const duty of duties) {
        const key = lifecycle.find((k) => k.name === duty.about)!;
        if (duty.kind === 'rotate') expect([key.state, duty.by]).toEqual(['active', addDays(key.made.slice(0, 10), key.cryptoperiodDays)]);
        expect(duty.state === 'overdue').toBe(duty.by < today);
        expect(duty.source).not.toBe('');
      }
      expect(duties.filter((d) => d.kind === 'rotate')).toHaveLength(lifecycle.filter((k) => k.state === 'active').length);
      expect(duties.some((d) => d.kind === 'retain' && d.by < today)).toBe(false);
    }));
  });

  it('every kind has a sentence about its subject, and a source', () => {
    for (const kind of dutyKinds) {
      expect([dutyRules[kind].what, dutyRules[kind].unknown].every((text) => text.includes('{name}'))).toBe(true);
      expect(dutyRules[kind].source.length).toBeGreaterThan(10);
    }
  });
});
