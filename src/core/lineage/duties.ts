/** The duties that follow from the newest statement of a lineage: what to do with each key and share set, and by when. Pure; today is an argument. */
import { showSetId } from '../shares/share-format.ts';
import type { CeremonyPredicate } from '../transcript/types.ts';
import { addDays, addYears, dayOf, daysBetween } from './day.ts';
import type { DutyKind } from './duty-rules.ts';
import { CHECK_DAYS, dutyRules, RETENTION_YEARS, SOON_DAYS } from './duty-rules.ts';
import type { KeyLife, StandingSet } from './types.ts';

export interface Duty {
  readonly kind: DutyKind;
  /** YYYY-MM-DD: the last day on which it is done in time; of `retain`, the last day of keeping. */
  readonly by: string;
  readonly what: string;
  /** A key's name, or a set's id as shown. */
  readonly about: string;
  readonly source: string;
  readonly state: 'overdue' | 'soon' | 'later';
}

/** A ceremony of the lineage, with the set that it looked at: that is in its plan, not in its statement. */
export interface PastCeremony {
  readonly predicate: CeremonyPredicate;
  /** Of a check: the id of the set, or null where the plan could not be read. Else null. */
  readonly checked: string | null;
}

/**
 * Every duty, the most urgent first. `newest` is the statement at the end of the lineage, `all` its ceremonies in any order, `today` YYYY-MM-DD.
 * A retention that has ended is no duty any more. RangeError where `today` is no day.
 */
export function dutiesOf(newest: CeremonyPredicate, all: readonly PastCeremony[], today: string): readonly Duty[] {
  const fallback = dayOf(newest.ended);
  const make = (kind: DutyKind, about: string, known: string | null): Duty => {
    const by = known ?? fallback;
    const { what, unknown, source } = dutyRules[kind];
    return { kind, by, about, source, what: (known === null ? unknown : what).replace('{name}', about), state: stateOf(by, today) };
  };
  const keys = newest.lifecycle.flatMap((life) => keyDuties(life).map(({ kind, by }) => make(kind, life.name, by)));
  const sets = newest.shareSets.map((set) => make('check', showSetId(set.id), checkDay(set, all)));
  return [...keys, ...sets].filter((duty) => duty.kind !== 'retain' || duty.state !== 'overdue').toSorted((a, b) => compare(a.by, b.by) || compare(a.about, b.about) || compare(a.kind, b.kind));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stateOf(by: string, today: string): Duty['state'] {
  const days = daysBetween(today, by);
  return days < 0 ? 'overdue' : days <= SOON_DAYS ? 'soon' : 'later';
}

interface Due {
  readonly kind: DutyKind;
  /** Null where it cannot be known. */
  readonly by: string | null;
}

function keyDuties(life: KeyLife): readonly Due[] {
  const since = life.since === null ? null : dayOf(life.since);
  switch (life.state) {
    case 'active': {
      const known = life.made !== null && life.cryptoperiodDays !== null;
      return [{ kind: 'rotate', by: known ? addDays(dayOf(life.made), life.cryptoperiodDays) : null }];
    }
    case 'deactivated':
      return life.until === null ? [{ kind: 'stop-using', by: null }] : [{ kind: 'stop-using', by: life.until }, { kind: 'destroy', by: addDays(life.until, 1) }];
    case 'compromised':
      return [{ kind: 'destroy-compromised', by: since }];
    case 'destroyed':
      return [{ kind: 'retain', by: since === null ? null : addYears(since, RETENTION_YEARS) }];
    case 'pre-activation':
    case 'suspended':
      // Neither has a term: what comes next is decided, not due.
      return [];
  }
}

/** A year after the last check of the set, or after its making, when every share was read back. Null where neither is known. */
function checkDay(set: StandingSet, all: readonly PastCeremony[]): string | null {
  const looked = all.filter(({ predicate, checked }) => predicate.kind === 'check' && (checked ?? onlySet(predicate)) === set.id).map(({ predicate }) => predicate.ended);
  const last = [...looked, ...(set.made === null ? [] : [set.made])].toSorted(compare).at(-1);
  return last === undefined ? null : addDays(dayOf(last), CHECK_DAYS);
}

/** Where a check's plan cannot be read, it counts only if there was no other set that it could have looked at. */
function onlySet({ shareSets }: CeremonyPredicate): string | null {
  return shareSets.length === 1 ? shareSets[0]!.id : null;
}
