/** For tests: plans of every kind that follow the sample statement, in values of their own, so that a test changes one field. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { planSchemas } from '../../src/core/plan/schema.ts';
import type { CeremonyKindName, PlanOf } from '../../src/core/plan/schema.ts';
import { SET } from './sample-lineage.ts';

const template = parse(readFileSync(new URL('../../resources/plans/hyok-2-of-3-cards.yaml', import.meta.url), 'utf8')) as Readonly<Record<string, unknown>>;
const { hsm, spare, keys, backup, ...common } = template;
const inUse = { ...(hsm as object), prepare: 'adopt' };
const set = { id: SET, shares: [{ index: 1, custodian: 'lindqvist', carrier: 'paper' }, { index: 2, custodian: 'baptiste', carrier: 'paper' }] };
const follows = '0'.repeat(64);
const removal = { hsm: inUse, follows, destroys: ['master'], reason: 'end of life' };

const parts: Readonly<Record<CeremonyKindName, object>> = {
  generate: { hsm, spare, keys, backup },
  restore: { hsm, follows, sets: [{ ...set, package: follows }] },
  check: { hsm: inUse, follows, set: { ...set, shares: [...set.shares, { index: 3, custodian: 'haddad', carrier: 'paper' }] } },
  reshare: { hsm: inUse, spare, follows, sets: [set], backup, reason: 'a custodian leaves' },
  rotate: { hsm: inUse, spare, follows, keys: [{ ...(keys as object[])[1], name: 'master-2', replaces: 'master' }], backup, deactivatedUntil: '2027-03-02' },
  destroy: removal,
  revoke: removal,
  transfer: { hsm: inUse, follows, key: 'master', target: { kind: 'dke', url: 'https://dke.example.org/Key' } },
};

/** A plan of this kind by the schema, with `change` over it. */
export function laterPlan<K extends CeremonyKindName>(kind: K, change: object = {}): PlanOf<K> {
  return planSchemas[kind].parse({ ...common, ...parts[kind], ceremony: kind, id: `KC-${kind.toUpperCase()}`, ...change }) as PlanOf<K>;
}
