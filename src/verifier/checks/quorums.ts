/** R-QUORUM: shares of an earlier set are presented by people who agreed to what they are for, one each, and used for that alone. */
import type { CeremonyEvent } from '../../core/ceremony/events.ts';
import { coveredKeys, oldSets } from '../../core/ceremony/scope.ts';
import { scopeOf } from '../check.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { RecordFacts } from '../record-facts.ts';

type Of<T extends CeremonyEvent['type']> = Extract<CeremonyEvent, { readonly type: T }>;

/** R-QUORUM-02: what was agreed to is this ceremony, and the device on which the shares are used. */
function joined({ findings }: BundleContext, seq: number, { participant, purpose }: Of<'quorum.joined'>, facts: RecordFacts): void {
  const where = { event: seq };
  const kind = facts.opened?.event.kind;
  const token = facts.prepared.get(kind === 'check' ? 'spare' : 'primary')?.event.report.token.serial;
  if (purpose.operation !== kind) findings.add('R-QUORUM-02', where, `"${participant}" agrees to "${purpose.operation}"; the ceremony is "${String(kind)}".`);
  if (purpose.token !== token) findings.add('R-QUORUM-02', where, `"${participant}" agrees to the use on token "${purpose.token}"; the one prepared is "${String(token)}".`);
}

/** R-QUORUM-01. */
function presented({ findings, inherited }: BundleContext, seq: number, { set: id, index, participant }: Of<'share.presented'>, facts: RecordFacts): void {
  const where = { event: seq };
  const set = inherited?.sets.find((s) => s.id === id);
  const quorum = facts.quorums.get(id);
  if (inherited !== null && (set === undefined || index > set.count)) findings.add('R-QUORUM-01', where, `There is no share ${index} of a set ${id} in force.`);
  if (quorum?.joined.has(participant) !== true) findings.add('R-QUORUM-01', where, `"${participant}" presents a share without having agreed to its use.`);
  if (quorum?.presented.some((p) => p.participant === participant) === true) findings.add('R-QUORUM-01', where, `"${participant}" presents a second share.`);
  if (quorum?.presented.some((p) => p.index === index) === true) findings.add('R-QUORUM-01', where, `Share ${index} is presented a second time.`);
}

/** R-QUORUM-03: the shares of set `id` are used for `keys`; `shares` are their indexes, where the event says. */
function used({ findings, inherited }: BundleContext, seq: number, facts: RecordFacts, id: string, keys: readonly string[], shares: readonly number[] | null): void {
  const where = { event: seq };
  const quorum = facts.quorums.get(id);
  const set = inherited?.sets.find((s) => s.id === id);
  if (set === undefined) return;
  const given = quorum?.presented ?? [];
  const indexes = shares ?? given.map((p) => p.index);
  const missing = indexes.filter((index) => !given.some((p) => p.index === index));
  if (missing.length > 0 || new Set(indexes).size < set.threshold) findings.add('R-QUORUM-03', where, `Shares ${indexes.join(', ')} of set ${id} are used; presented were ${given.map((p) => p.index).join(', ') || 'none'}, needed are ${set.threshold}.`);
  for (const { participant } of given) {
    const agreed = quorum?.joined.get(participant)?.keys ?? [];
    const beyond = keys.filter((name) => !agreed.includes(name));
    if (beyond.length > 0) findings.add('R-QUORUM-03', where, `"${participant}" did not agree to the use for ${beyond.join(', ')}.`);
  }
}

export const quorumsCheck: NewRecordCheck = (context) => ({
  entry: ({ seq, event }, facts) => {
    const scope = scopeOf(context);
    switch (event.type) {
      case 'quorum.joined':
        joined(context, seq, event, facts);
        return;
      case 'share.presented':
        presented(context, seq, event, facts);
        return;
      case 'restore.passed':
        used(context, seq, facts, event.set, event.evidence.map((e) => e.name), event.shares);
        return;
      case 'proof.passed':
        // The shares of a set that was made here were read back: R-PROOF-01.
        if (!facts.sets.has(event.set)) used(context, seq, facts, event.set, event.keys.map((k) => k.name), event.shares);
        return;
      case 'backup.made':
        if (scope?.plan.ceremony !== 'reshare') return;
        for (const { standing } of oldSets(scope)) used(context, seq, facts, standing.id, coveredKeys(scope).filter((name) => standing.keys.includes(name)), null);
        return;
      case 'key.delivered':
        if (scope === null) return;
        for (const { standing } of oldSets(scope)) used(context, seq, facts, standing.id, [event.key], null);
        return;
      default:
        return;
    }
  },
});
