import { expect, it } from 'vitest';
import type { DutyView } from '../../api.ts';
import { dutiesInOrder, dutySaid, dutyWhen } from './duties.ts';

const duty = (by: string, state: DutyView['state']): DutyView => ({ by, what: 'Check the shares', about: 'QX7R-04M2', state });

it('puts what is overdue first, then what comes soonest', () => {
  expect(dutiesInOrder([duty('2027-01-01', 'later'), duty('2026-12-01', 'soon'), duty('2026-10-01', 'overdue'), duty('2026-09-01', 'overdue')]).map((d) => d.by)).toEqual(['2026-09-01', '2026-10-01', '2026-12-01', '2027-01-01']);
});

it('says in words when a duty is due', () => {
  expect([dutyWhen(duty('2026-10-01', 'overdue')), dutyWhen(duty('2026-12-01', 'soon')), dutyWhen(duty('2027-01-01', 'later'))]).toEqual(['overdue since 2026-10-01', 'soon, by 2026-12-01', 'by 2027-01-01']);
});

it('names what a duty is about once', () => {
  expect(dutySaid(duty('2027-01-01', 'later'))).toBe('Check the shares QX7R-04M2');
  expect(dutySaid({ ...duty('2027-01-01', 'later'), what: 'Rotate the master key', about: 'master' })).toBe('Rotate the master key');
});
