/** Rules of the share sets of earlier ceremonies: who brings which share, and that nobody brings two. */
import type { PlanPath } from '../problem.ts';
import type { OldSet, PlanFields } from '../schema.ts';
import type { RuleFinding } from './rule.ts';
import { found, repeated, rule } from './rule.ts';

type People = PlanFields['participants'];

function ofSet(set: OldSet, path: PlanPath, participants: People): readonly RuleFinding[] {
  const at = (n: number, field: string): PlanPath => [...path, 'shares', n, field];
  const { shares } = set;
  return [
    ...repeated(shares, (s) => s.custodian).map((n) => found('error', 'plan.two-shares', at(n, 'custodian'), { id: shares[n]!.custodian })),
    ...repeated(shares, (s) => String(s.index)).map((n) => found('error', 'plan.share-twice', at(n, 'index'), { index: shares[n]!.index })),
    ...shares.flatMap(({ custodian }, n) => {
      const person = participants.find((p) => p.id === custodian);
      if (person === undefined) return [found('error', 'plan.unknown-person', at(n, 'custodian'), { id: custodian })];
      return person.roles.includes('custodian') ? [] : [found('error', 'plan.not-a-custodian', at(n, 'custodian'), { name: person.name })];
    }),
  ];
}

const one = rule(['set', 'participants'], ({ set, participants }) => ofSet(set, ['set'], participants));
const several = rule(['sets', 'participants'], ({ sets, participants }) => sets.flatMap((set, n) => ofSet(set, ['sets', n], participants)));
const setTwice = rule(['sets'], ({ sets }) => repeated(sets, (s) => s.id).map((n) => found('error', 'plan.set-twice', ['sets', n, 'id'], { set: sets[n]!.id })));
const destroyedTwice = rule(['destroys'], ({ destroys }) => repeated(destroys, (name) => name).map((n) => found('error', 'plan.key-name-twice', ['destroys', n], { name: destroys[n]! })));

export const oldSetRules = [one, several, setTwice, destroyedTwice];
