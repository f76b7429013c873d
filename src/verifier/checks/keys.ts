/** R-KEY: each key made once, inside, as recorded; what was sealed is what was made or brought back; the evidence signed is the evidence read back. */
import { fromBase64 } from '../../core/bytes/bytes.ts';
import type { EventOf } from '../../core/ceremony/events.ts';
import { keyTypeRow } from '../../core/plan/tables/hsm-key-types.ts';
import type { KeyEvidence } from '../../core/ports/hsm.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { spkiSha256 } from '../../core/transcript/signature.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { firstEvidence, lastEvidence } from '../record-facts.ts';
import type { KeyFacts, RecordFacts } from '../record-facts.ts';
import { objectsAroundGeneration, objectsAtEnd } from './inventories.ts';
import { attributesOf } from './key-attributes.ts';

/** Why the check value does not fit the key, or null where it does. */
function checkProblem(evidence: KeyEvidence): string | null {
  const { check, type } = evidence;
  const { family, signing } = keyTypeRow(type);
  if (check.kind === 'cmac') return signing === null ? null : 'A public key is expected, a CMAC is given.';
  if (signing === null) return 'A CMAC is expected, a public key is given.';
  const spki = fromBase64(check.spki);
  if (spkiSha256(spki) !== check.value) return 'The public key does not have the SHA-256 given for it.';
  if (family === 'rsa') return null;
  try {
    signing.requireKey(spki);
    return null;
  } catch {
    return 'The public key is not a DER SubjectPublicKeyInfo of its type.';
  }
}

/** Evidence by itself. `name`: the key that the event is about. */
export function evidenceAlone({ findings }: BundleContext, seq: number, name: string, evidence: KeyEvidence, madeHere: boolean): void {
  if (evidence.name !== name) findings.add('R-KEY-01', { event: seq }, `The evidence of key "${name}" is that of "${evidence.name}".`);
  attributesOf(findings, seq, evidence, madeHere);
  const problem = checkProblem(evidence);
  if (problem !== null) findings.add('R-KEY-08', { event: seq }, `Key "${name}": ${problem}`);
}

function generated(context: BundleContext, seq: number, event: EventOf<'key.generated'>, facts: RecordFacts): void {
  const { findings, inherited } = context;
  const known = facts.keys.get(event.key);
  if (known?.generated != null) findings.add('R-KEY-01', { event: seq }, `Key "${event.key}" is made a second time.`);
  if (known?.startedId !== event.evidence.id) findings.add('R-KEY-01', { event: seq }, `Key "${event.key}" has another id than the one chosen before it was made.`);
  const others = [...facts.keys].flatMap(([name, k]) => (name === event.key || k.generated === null ? [] : k.generated.event.evidence));
  for (const { name, id, check } of [...others, ...(inherited?.keys ?? [])]) {
    if (id === event.evidence.id || check.value === event.evidence.check.value) findings.add('R-KEY-01', { event: seq }, `Keys "${event.key}" and "${name}" have the same id or check value.`);
  }
  evidenceAlone(context, seq, event.key, event.evidence, true);
  objectsAroundGeneration(findings, seq, event);
}

function sealed(context: BundleContext, seq: number, event: EventOf<'key.sealed'>, key: KeyFacts | undefined): void {
  evidenceAlone(context, seq, event.key, event.evidence, key?.restored == null);
  const before = key === undefined ? null : (firstEvidence(key)?.evidence ?? null);
  const after = event.evidence;
  const same = before !== null && before.id === after.id && before.type === after.type && before.purpose === after.purpose && canonicalText(before.check) === canonicalText(after.check);
  if (!same) context.findings.add('R-KEY-06', { event: seq }, `Key "${event.key}" was sealed, but is not the key that was made or brought back.`);
}

function atEnd({ findings }: BundleContext, facts: RecordFacts): void {
  for (const [name, key] of facts.keys) {
    if (firstEvidence(key) === null) findings.add('R-KEY-01', { file: bundleNames.transcript }, `Key "${name}" was begun, sealed or destroyed, but never made, found or brought back.`);
    const last = lastEvidence(key);
    if (last === null) continue;
    const { EXTRACTABLE } = last.evidence.attributes;
    if (EXTRACTABLE === 'true') findings.add('R-KEY-04', { event: last.seq }, `Key "${name}" can still be extracted.`);
    if (EXTRACTABLE === 'not-reported') findings.add('R-KEY-05', { event: last.seq }, `Key "${name}": the device does not report EXTRACTABLE.`);
    const made = key.generated?.event.evidence.attributes;
    if (made?.EXTRACTABLE === 'true' && made.WRAP_WITH_TRUSTED !== 'true') findings.add('R-KEY-12', { event: key.generated?.seq ?? 0 }, `Key "${name}" has WRAP_WITH_TRUSTED ${made.WRAP_WITH_TRUSTED}.`);
  }
  if (facts.ended !== null) objectsAtEnd(findings, facts);
}

function againstStatement({ findings, statement }: BundleContext, facts: RecordFacts): void {
  if (statement === null) return;
  const signed = new Map(statement.predicate.keys.map((k) => [k.name, k]));
  const recorded = [...facts.keys].flatMap(([name, key]) => {
    const last = lastEvidence(key);
    return last === null ? [] : [{ name, ...last }];
  });
  if (signed.size !== statement.predicate.keys.length || signed.size !== recorded.length) findings.add('R-KEY-07', { file: bundleNames.statement }, `${statement.predicate.keys.length} keys are signed, ${recorded.length} are recorded.`);
  for (const { name, seq, evidence } of recorded) {
    const other = signed.get(name);
    if (other === undefined || canonicalText(other) !== canonicalText(evidence)) findings.add('R-KEY-07', { event: seq, file: bundleNames.statement }, `Key "${name}" is not signed with the evidence recorded.`);
  }
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
