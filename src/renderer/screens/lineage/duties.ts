/** Duties in the order in which they are to be done, and how they are said. Pure. */
import type { DutyView, LineageView } from '../../api.ts';

const rank = { overdue: 0, soon: 1, later: 2 } as const;

/** Overdue first, then by their day. */
export function dutiesInOrder(duties: readonly DutyView[]): readonly DutyView[] {
  return [...duties].sort((a, b) => rank[a.state] - rank[b.state] || a.by.localeCompare(b.by) || a.about.localeCompare(b.about));
}

export function dutyWhen(duty: DutyView): string {
  return duty.state === 'overdue' ? `overdue since ${duty.by}` : duty.state === 'soon' ? `soon, by ${duty.by}` : `by ${duty.by}`;
}

/** What is to be done, and about what where that is not said in it already. */
export function dutySaid({ what, about }: DutyView): string {
  return what.includes(about) ? what : `${what} ${about}`;
}

/** Keys that protect or still open something. */
export function keysInUse(lineages: readonly LineageView[]): number {
  return lineages.flatMap((l) => l.keys).filter((k) => k.state === 'active' || k.state === 'suspended' || k.state === 'deactivated').length;
}
