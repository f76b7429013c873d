/** R-KEY-09, R-ROOT: the root that signs is the root in force; where it gives way to another both say so, and where it is destroyed it has the last word first. */
import { equalBytes, fromBase64 } from '../../core/bytes/bytes.ts';
import { rootAttestation, rootSuccession } from '../../core/ceremony/challenge.ts';
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import { bundleNames, keyFile } from '../../core/transcript/bundle.ts';
import { spkiSha256 } from '../../core/transcript/signature.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { signedByKey } from '../key-signature.ts';
import { rootInForce, rootsMade, spkiOf } from '../known-keys.ts';
import type { RecordFacts } from '../record-facts.ts';

/** Whether the root in force signed the record up to its last word. */
function attested(context: Pick<BundleContext, 'inherited'>, facts: RecordFacts): boolean {
  const root = rootInForce(context, facts);
  if (root === null || facts.attested === null) return false;
  const message = rootAttestation(facts.opened?.event.ceremony ?? '', facts.attested.head, [root.name]);
  return signedByKey(root, fromBase64(facts.attested.event.signature), message);
}

/**
 * SHA-256 of the root key that vouches for the signers although it signs no statement: it was destroyed, and had signed the record in which all of
 * them were registered. Null where it does not. SECURITY: somebody who registers after it is vouched for by nobody.
 */
export function rootVouching({ inherited, statement }: Pick<BundleContext, 'inherited' | 'statement'>, facts: RecordFacts): string | null {
  const at = facts.attested?.seq ?? -1;
  const signers = statement?.predicate.signers ?? [];
  const before = signers.every((s) => (facts.people.get(s.id)?.seq ?? Number.POSITIVE_INFINITY) < at);
  const spki = attested({ inherited }, facts) ? spkiOf(rootInForce({ inherited }, facts)!) : null;
  return before && signers.length > 0 && spki !== null ? spkiSha256(spki) : null;
}

/** R-KEY-09. */
function signer({ findings, statement, keys, inherited }: BundleContext, facts: RecordFacts): void {
  if (statement === null || inherited === null) return;
  const root = rootInForce({ inherited }, facts);
  const listed = statement.predicate.signers.some((s) => s.id === HSM_ROOT);
  const gone = root === null || facts.keys.get(root.name)?.destroyed != null;
  const first = facts.opened?.event.kind === 'generate';
  const file = keyFile(HSM_ROOT);
  if (first && rootsMade(facts).length !== 1) findings.add('R-KEY-09', { file }, `The record holds ${rootsMade(facts).length} root-signing keys.`);
  if (!listed && !gone) findings.add('R-KEY-09', { file: bundleNames.statement }, `The root key "${root.name}" exists, and is not among the signers.`);
  if (listed && gone) findings.add('R-KEY-09', { file }, root === null ? 'There is no root key that could sign.' : `The root key "${root.name}" was destroyed in this ceremony.`);
  const spki = keys.get(HSM_ROOT);
  if (!listed || gone || spki === undefined) return;
  if (root.type !== 'ec-p384' || !equalBytes(spki, spkiOf(root) ?? new Uint8Array(0))) findings.add('R-KEY-09', { file }, `The key of ${HSM_ROOT} is not that of the root "${root.name}", or that is none of type ec-p384.`);
}

/** R-ROOT-01. */
function succession({ findings, inherited }: BundleContext, facts: RecordFacts): void {
  const old = rootInForce({ inherited }, facts);
  const next = rootsMade(facts).find((k) => k.name !== old?.name);
  if (next === undefined || old === null) {
    if (facts.certified !== null) findings.add('R-ROOT-01', { event: facts.certified.seq }, 'A succession is recorded, and no root was made to succeed.');
    return;
  }
  if (facts.certified === null) {
    findings.add('R-ROOT-01', { event: facts.keys.get(next.name)?.generated?.seq ?? 0 }, `The root "${next.name}" was made, and "${old.name}" did not sign it.`);
    return;
  }
  const { seq, event } = facts.certified;
  const where = { event: seq };
  if (event.old !== old.check.value || event.next !== next.check.value) findings.add('R-ROOT-01', where, `The succession is not that of "${old.name}" by "${next.name}".`);
  const message = rootSuccession(facts.opened?.event.ceremony ?? '', event.old, event.next);
  if (!signedByKey(old, fromBase64(event.byOld), message)) findings.add('R-ROOT-01', where, `The signature of the old root "${old.name}" is not valid.`);
  if (!signedByKey(next, fromBase64(event.byNext), message)) findings.add('R-ROOT-01', where, `The signature of the new root "${next.name}" is not valid.`);
}

export const rootsCheck: NewRecordCheck = (context) => ({
  entry: ({ seq, event }, facts) => {
    if (event.type !== 'key.destroyed' || event.key !== rootInForce(context, facts)?.name) return;
    if (!attested(context, facts)) context.findings.add('R-ROOT-02', { event: facts.attested?.seq ?? seq }, `The root "${event.key}" was destroyed without a valid signature of it over the record before.`);
  },
  end: (facts) => {
    signer(context, facts);
    if (context.inherited !== null) succession(context, facts);
  },
});
