/** R-KEY: each key made once, inside, as recorded; the evidence signed is the evidence read back; nothing unexplained on the HSM at the end. */
import type { EventOf } from '../../core/ceremony/events.ts';
import type { KeyEvidence } from '../../core/ports/hsm.ts';
import { equalBytes, fromBase64 } from '../../core/bytes/bytes.ts';
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import { bundleNames, keyFile } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { spkiSha256, spkiToPoint } from '../../core/transcript/signature.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { attributesOf } from './key-attributes.ts';
import { objectsAtEnd, objectsAroundGeneration } from './inventories.ts';
import { lastEvidence } from '../record-facts.ts';
import type { KeyFacts, RecordFacts } from '../record-facts.ts';

const curves = { 'ec-p256': 'P-256', 'ec-p384': 'P-384' } as const;

/** Why the check value does not fit the key, or null where it does. */
function checkProblem(evidence: KeyEvidence): string | null {
  const { check, type } = evidence;
  if (check.kind === 'cmac') return type === 'aes-256' ? null : 'A public key is expected, a CMAC is given.';
  if (type === 'aes-256') return 'A CMAC is expected, a public key is given.';
  const spki = fromBase64(check.spki);
  if (spkiSha256(spki) !== check.value) return 'The public key does not have the SHA-256 given for it.';
  if (type === 'rsa-3072' || type === 'rsa-4096') return null;
  try {
    return spkiToPoint(spki).curve === curves[type] ? null : 'The public key is on another curve.';
  } catch {
    return 'The public key is not a DER SubjectPublicKeyInfo of its type.';
  }
}

function evidence({ findings }: BundleContext, seq: number, event: EventOf<'key.generated' | 'key.sealed'>): void {
  if (event.evidence.name !== event.key) findings.add('R-KEY-01', { event: seq }, `The evidence of key "${event.key}" is that of "${event.evidence.name}".`);
  attributesOf(findings, seq, event.evidence);
  const problem = checkProblem(event.evidence);
  if (problem !== null) findings.add('R-KEY-08', { event: seq }, `Key "${event.key}": ${problem}`);
}

function generated(context: BundleContext, seq: number, event: EventOf<'key.generated'>, facts: RecordFacts): void {
  const { findings } = context;
  const known = facts.keys.get(event.key);
  if (known?.generated != null) findings.add('R-KEY-01', { event: seq }, `Key "${event.key}" is made a second time.`);
  if (known?.startedId !== event.evidence.id) findings.add('R-KEY-01', { event: seq }, `Key "${event.key}" has another id than the one chosen before it was made.`);
  for (const [name, other] of facts.keys) {
    if (name === event.key || other.generated === null) continue;
    const { id, check } = other.generated.event.evidence;
    if (id === event.evidence.id || check.value === event.evidence.check.value) findings.add('R-KEY-01', { event: seq }, `Keys "${event.key}" and "${name}" have the same id or check value.`);
  }
  evidence(context, seq, event);
  objectsAroundGeneration(findings, seq, event);
}

function sealed(context: BundleContext, seq: number, event: EventOf<'key.sealed'>, key: KeyFacts | undefined): void {
  evidence(context, seq, event);
  const before = key?.generated?.event.evidence;
  const after = event.evidence;
  const same = before !== undefined && before.id === after.id && before.type === after.type && before.purpose === after.purpose && canonicalText(before.check) === canonicalText(after.check);
  if (!same) context.findings.add('R-KEY-06', { event: seq }, `Key "${event.key}" was sealed, but is not the key that was made.`);
}

function atEnd({ findings }: BundleContext, facts: RecordFacts): void {
  for (const [name, key] of facts.keys) {
    const last = lastEvidence(key);
    if (key.generated === null) findings.add('R-KEY-01', { file: bundleNames.transcript }, `Key "${name}" was begun or sealed, but never made.`);
    if (last === null) continue;
    const { EXTRACTABLE } = last.event.evidence.attributes;
    if (EXTRACTABLE === 'true') findings.add('R-KEY-04', { event: last.seq }, `Key "${name}" can still be extracted.`);
    if (EXTRACTABLE === 'not-reported') findings.add('R-KEY-05', { event: last.seq }, `Key "${name}": the device does not report EXTRACTABLE.`);
    const made = key.generated?.event.evidence.attributes;
    if (made?.EXTRACTABLE === 'true' && made.WRAP_WITH_TRUSTED !== 'true') findings.add('R-KEY-12', { event: key.generated?.seq ?? 0 }, `Key "${name}" has WRAP_WITH_TRUSTED ${made.WRAP_WITH_TRUSTED}.`);
  }
  if (facts.ended !== null) objectsAtEnd(findings, facts);
}

function againstStatement({ findings, statement, keys }: BundleContext, facts: RecordFacts): void {
  if (statement === null) return;
  const signed = new Map(statement.predicate.keys.map((k) => [k.name, k]));
  if (signed.size !== statement.predicate.keys.length || signed.size !== facts.keys.size) findings.add('R-KEY-07', { file: bundleNames.statement }, `${statement.predicate.keys.length} keys are signed, ${facts.keys.size} are recorded.`);
  for (const [name, key] of facts.keys) {
    const last = lastEvidence(key);
    const other = signed.get(name);
    if (last !== null && (other === undefined || canonicalText(other) !== canonicalText(last.event.evidence))) {
      findings.add('R-KEY-07', { event: last.seq, file: bundleNames.statement }, `Key "${name}" is not signed with the evidence recorded.`);
    }
  }
  const roots = [...facts.keys.values()].flatMap((k) => k.generated?.event.evidence ?? []).filter((e) => e.purpose === 'root-signing');
  const root = roots[0];
  const spki = keys.get(HSM_ROOT);
  const file = keyFile(HSM_ROOT);
  if (roots.length !== 1 || root?.type !== 'ec-p384' || root.check.kind !== 'spki-sha256') findings.add('R-KEY-09', { file }, 'The record does not hold exactly one root-signing key of type ec-p384.');
  else if (spki !== undefined && !equalBytes(spki, fromBase64(root.check.spki))) findings.add('R-KEY-09', { file }, `The key of ${HSM_ROOT} is not that of key "${root.name}".`);
}

export const keysCheck: NewRecordCheck = (context) => ({
  entry: ({ seq, event }, facts) => {
    if (event.type === 'key.generation-started') {
      const known = facts.keys.get(event.key)?.startedId;
      if (known != null && known !== event.id) context.findings.add('R-KEY-01', { event: seq }, `Key "${event.key}" is begun again with another id.`);
    } else if (event.type === 'key.generated') generated(context, seq, event, facts);
    else if (event.type === 'key.sealed') sealed(context, seq, event, facts.keys.get(event.key));
  },
  end: (facts) => {
    atEnd(context, facts);
    againstStatement(context, facts);
  },
});
