/** R-PROOF: the backup was seen to restore, on another token, by a quorum of shares as read from their media, before anything was sealed. */
import { fromBase64 } from '../../core/bytes/bytes.ts';
import { proofChallenge } from '../../core/ceremony/challenge.ts';
import type { EventOf } from '../../core/ceremony/events.ts';
import { provenKeys } from '../../core/ceremony/scope.ts';
import { spareOf } from '../../core/plan/parts.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { scopeOf } from '../check.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { signedByKey } from '../key-signature.ts';
import { knownKey } from '../known-keys.ts';
import { standingSet } from '../record-facts.ts';
import type { At, RecordFacts, SetFacts } from '../record-facts.ts';
import { added, describe } from './inventories.ts';

type Proof = At<EventOf<'proof.passed'>>;

function isQuorum(shares: readonly number[], threshold: number, count: number): boolean {
  return new Set(shares).size === shares.length && shares.length >= threshold && shares.every((i) => i <= count);
}

/** R-PROOF-01 of a set made here: a quorum, each share written and read back before the proof. */
function quorumOfNew({ findings }: BundleContext, set: SetFacts, proof: Proof): void {
  const where = { event: proof.seq };
  const { shares } = proof.event;
  const { count, threshold } = set.made!.event;
  if (!isQuorum(shares, threshold, count)) findings.add('R-PROOF-01', where, `Shares ${shares.join(', ')} are no quorum of ${threshold} different ones among ${count}.`);
  for (let index = 1; index <= count; index++) {
    const read = set.read.get(index);
    if (read === undefined || read.seq > proof.seq) findings.add('R-PROOF-01', where, `The proof passed before share ${index} had been read back.`);
  }
}

/** R-PROOF-01 of a set under check; that its shares were presented is R-QUORUM-03. */
function quorumOfOld({ findings, inherited }: BundleContext, proof: Proof): void {
  // Which sets were in force is not known; that it is not is a finding of its own (R-INH).
  if (inherited === null) return;
  const set = inherited.sets.find((s) => s.id === proof.event.set);
  const { shares } = proof.event;
  if (set === undefined || !isQuorum(shares, set.threshold, set.count)) findings.add('R-PROOF-01', { event: proof.seq }, `Shares ${shares.join(', ')} are no quorum of set ${proof.event.set}, or that set was not in force.`);
}

/** Keys that the proof must restore: those of the plan, and every key that was made to leave the HSM wrapped. */
function expectedKeys(context: BundleContext, facts: RecordFacts): readonly string[] {
  const scope = scopeOf(context);
  // A device that does not report EXTRACTABLE gets no benefit of the doubt: the key must be restored.
  const made = [...facts.keys].filter(([, k]) => k.generated !== null && k.generated.event.evidence.attributes.EXTRACTABLE !== 'false').map(([name]) => name);
  return [...new Set([...made, ...(scope === null ? [] : provenKeys(scope))])];
}

/** R-PROOF-02, R-PROOF-03: every key is restored, and is the original. */
function restored(context: BundleContext, facts: RecordFacts, proof: Proof): void {
  const { findings } = context;
  const where = { event: proof.seq };
  const { event } = proof;
  const message = proofChallenge(facts.opened?.event.ceremony ?? '', event.set, event.challenge);
  for (const name of expectedKeys(context, facts)) {
    const original = knownKey(context, facts, name);
    const copies = event.keys.filter((k) => k.name === name);
    const copy = copies[0];
    if (original === null || copies.length !== 1 || copy === undefined || !copy.matches || canonicalText(copy.check) !== canonicalText(original.check)) {
      findings.add('R-PROOF-02', where, `Key "${name}" was not restored exactly once with the original's check value.`);
      continue;
    }
    const signs = original.purpose === 'root-signing' || original.purpose === 'signing';
    if (copy.challengeSignature === null ? signs : !signedByKey(original, fromBase64(copy.challengeSignature), message)) findings.add('R-PROOF-03', where, `Key "${name}": the challenge is not signed by the original key.`);
  }
  for (const { name } of event.keys) {
    if (context.inherited !== null && knownKey(context, facts, name) === null) findings.add('R-PROOF-02', where, `Key "${name}" was restored, but never made.`);
  }
}

/** R-PROOF-04, R-PROOF-05, R-PROOF-07, R-PROOF-08. */
function elsewhere({ findings }: BundleContext, facts: RecordFacts, proof: Proof): void {
  const where = { event: proof.seq };
  const { token } = proof.event;
  const primary = facts.prepared.get('primary')?.event.report.token;
  const spare = facts.prepared.get('spare')?.event.report.token;
  if (primary === undefined || spare === undefined) findings.add('R-PROOF-04', where, 'It is not recorded that two tokens were prepared.');
  else if (token.serial === '' || primary.serial === '') findings.add('R-PROOF-07', where, 'A token reports no serial number.');
  else if (token.serial === primary.serial) findings.add('R-PROOF-04', where, `The proof ran on token ${token.serial}, which holds the keys.`);
  else if (token.serial !== spare.serial) findings.add('R-PROOF-04', where, `The proof ran on token ${token.serial}, the spare token is ${spare.serial}.`);
  const { inventoryBefore, inventoryAfter } = proof.event;
  for (const object of inventoryBefore) findings.add('R-PROOF-08', where, `${describe(object)} is on the spare token before the proof.`);
  if (added(inventoryBefore, inventoryAfter).length > 0 || added(inventoryAfter, inventoryBefore).length > 0) findings.add('R-PROOF-05', where, 'The objects on the spare token are not the same before and after.');
}

/** The proof that counts: of the set that stands, or, where the ceremony makes none, the last one. */
function proofOf(context: BundleContext, facts: RecordFacts): Proof | null {
  const { findings, plan } = context;
  const set = standingSet(facts);
  const wanted = set !== null || (facts.sets.size === 0 && plan !== null && spareOf(plan) !== null);
  const proof = set === null ? (facts.sets.size === 0 ? facts.proof : null) : set.proof;
  if (wanted && proof === null) findings.add('R-PROOF-01', { file: bundleNames.transcript }, set === null ? 'No proof passed.' : `No proof passed on set ${set.id}.`);
  return proof;
}

export const proofCheck: NewRecordCheck = (context) => ({
  entry: ({ seq, event }, facts) => {
    if (event.type === 'proof.passed') {
      const set = facts.sets.get(event.set);
      // A set that was not begun here may have been in force, where it is not known what was.
      const old = context.inherited === null || context.inherited.sets.some((s) => s.id === event.set);
      if (set === undefined ? !old : set.made === null || set.voided !== null) context.findings.add('R-SET-08', { event: seq }, `The proof passed on set ${event.set}, which does not stand.`);
    }
    // A key that was brought back was seen to be the one of the lineage when it was.
    const proven = standingSet(facts)?.proof != null || (event.type === 'key.sealed' && facts.keys.get(event.key)?.restored != null);
    if (event.type === 'key.sealed' && !proven) context.findings.add('R-PROOF-06', { event: seq }, `Key "${event.key}" is sealed before the proof passed.`);
  },
  end: (facts) => {
    const proof = proofOf(context, facts);
    if (proof === null) return;
    const set = standingSet(facts);
    if (set === null) quorumOfOld(context, proof);
    else quorumOfNew(context, set, proof);
    restored(context, facts, proof);
    elsewhere(context, facts, proof);
  },
});
