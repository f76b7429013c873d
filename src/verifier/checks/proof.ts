/** R-PROOF: the backup was seen to restore, on another token, by a quorum of shares as read back, before anything was sealed. */
import { proofChallenge } from '../../core/ceremony/challenge.ts';
import type { EventOf } from '../../core/ceremony/events.ts';
import type { KeyEvidence } from '../../core/ports/hsm.ts';
import { fromBase64 } from '../../core/bytes/bytes.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { verifyRsaSha256 } from '../../core/transcript/rsa.ts';
import { verifyP256, verifyP384 } from '../../core/transcript/signature.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { standingSet } from '../record-facts.ts';
import type { At, RecordFacts, SetFacts } from '../record-facts.ts';
import { added, describe } from './inventories.ts';

type Proof = At<EventOf<'proof.passed'>>;

function verifiesUnder(evidence: KeyEvidence, signature: string, message: Uint8Array): boolean {
  if (evidence.check.kind !== 'spki-sha256') return false;
  const spki = fromBase64(evidence.check.spki);
  const bytes = fromBase64(signature);
  try {
    switch (evidence.type) {
      case 'ec-p384':
        return verifyP384(bytes, message, spki);
      case 'ec-p256':
        return verifyP256(bytes, message, spki);
      case 'rsa-3072':
      case 'rsa-4096':
        return verifyRsaSha256(bytes, message, spki);
      case 'aes-256':
        return false;
    }
  } catch {
    // A key that cannot be read is R-KEY-08 already; under it nothing verifies.
    return false;
  }
}

/** R-PROOF-01: a quorum, each share written and read back before the proof. */
function quorum({ findings }: BundleContext, set: SetFacts, proof: Proof): void {
  const where = { event: proof.seq };
  const { shares } = proof.event;
  const { count, threshold } = set.made!.event;
  if (new Set(shares).size !== shares.length || shares.length < threshold || shares.some((i) => i > count)) findings.add('R-PROOF-01', where, `Shares ${shares.join(', ')} are no quorum of ${threshold} different ones among ${count}.`);
  for (let index = 1; index <= count; index++) {
    const read = set.read.get(index);
    if (read === undefined || read.seq > proof.seq) findings.add('R-PROOF-01', where, `The proof passed before share ${index} had been read back.`);
  }
}

/** R-PROOF-02, R-PROOF-03: every key that was made to leave the HSM wrapped is restored, and is the original. */
function restored({ findings }: BundleContext, facts: RecordFacts, proof: Proof): void {
  const where = { event: proof.seq };
  const { event } = proof;
  const message = proofChallenge(facts.opened?.event.ceremony ?? '', event.set, event.challenge);
  for (const [name, key] of facts.keys) {
    const original = key.generated?.event.evidence;
    // A device that does not report EXTRACTABLE gets no benefit of the doubt: the key must be restored.
    if (original === undefined || original.attributes.EXTRACTABLE === 'false') continue;
    const found = event.keys.filter((k) => k.name === name);
    const copy = found[0];
    if (found.length !== 1 || copy === undefined || !copy.matches || canonicalText(copy.check) !== canonicalText(original.check)) {
      findings.add('R-PROOF-02', where, `Key "${name}" was not restored exactly once with the original's check value.`);
      continue;
    }
    const signs = original.purpose === 'root-signing' || original.purpose === 'signing';
    if (copy.challengeSignature === null ? signs : !verifiesUnder(original, copy.challengeSignature, message)) findings.add('R-PROOF-03', where, `Key "${name}": the challenge is not signed by the original key.`);
  }
  for (const { name } of event.keys) {
    if (facts.keys.get(name)?.generated == null) findings.add('R-PROOF-02', where, `Key "${name}" was restored, but never made.`);
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

export const proofCheck: NewRecordCheck = (context) => ({
  entry: ({ seq, event }, facts) => {
    if (event.type === 'proof.passed') {
      const set = facts.sets.get(event.set);
      if (set?.made == null || set.voided !== null) context.findings.add('R-SET-08', { event: seq }, `The proof passed on set ${event.set}, which does not stand.`);
    }
    if (event.type === 'key.sealed' && standingSet(facts)?.proof == null) context.findings.add('R-PROOF-06', { event: seq }, `Key "${event.key}" is sealed before the proof passed.`);
  },
  end: (facts) => {
    const set = standingSet(facts);
    if (set === null) return;
    if (set.proof === null) {
      context.findings.add('R-PROOF-01', { file: bundleNames.transcript }, `No proof passed on set ${set.id}.`);
      return;
    }
    quorum(context, set, set.proof);
    restored(context, facts, set.proof);
    elsewhere(context, facts, set.proof);
  },
});
