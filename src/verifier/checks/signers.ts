/** R-STMT-03/04/07/08/09, R-SIG: who signed the statement. Trusts no keyid: a signature counts for the signer whose key it is valid under, once. */
import { postQuantumOf } from '../../core/plan/parts.ts';
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import { fromBase64, fromUtf8 } from '../../core/bytes/bytes.ts';
import { bundleNames, keyFile } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { preAuthEncoding } from '../../core/transcript/dsse.ts';
import type { EnvelopeSignature } from '../../core/transcript/dsse.ts';
import { algorithms, verifySignature } from '../../core/transcript/algorithms.ts';
import type { PostQuantumAlgorithm } from '../../core/transcript/algorithms.ts';
import { pemToSpki, spkiSha256 } from '../../core/transcript/signature.ts';
import { keysOfSigner } from '../../core/transcript/signer-keys.ts';
import type { SignerKey } from '../../core/transcript/signer-keys.ts';
import { DSSE_PAYLOAD_TYPE } from '../../core/transcript/types.ts';
import type { CeremonyStatement, StatementSigner } from '../../core/transcript/types.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { Findings } from '../findings.ts';

const statementFile = { file: bundleNames.statement };

/** R-SIG-02: the key of a signer from the bytes of its PEM file; null where the file is not what the signer list says. */
export function signerKey(findings: Findings, key: SignerKey, pem: Uint8Array): Uint8Array | null {
  const where = { file: keyFile(key.name) };
  try {
    const spki = pemToSpki(fromUtf8(pem));
    if (spkiSha256(spki) !== key.keySha256) findings.add('R-SIG-02', where, `The key "${key.name}" does not have the SHA-256 in the signer list.`);
    else {
      algorithms[key.algorithm].requireKey(spki);
      return spki;
    }
  } catch {
    findings.add('R-SIG-02', where, `The file does not hold a public key of ${key.algorithm} in the documented form.`);
  }
  return null;
}

/** R-STMT-03, R-STMT-07, R-STMT-08, R-STMT-09: the list by itself. */
export function signerList(findings: Findings, { predicate }: CeremonyStatement): void {
  const { signers } = predicate;
  if (new Set(signers.map((s) => s.id)).size !== signers.length) findings.add('R-STMT-03', statementFile, 'A signer is listed twice.');
  const all = signers.flatMap(keysOfSigner).map((k) => k.keySha256);
  if (new Set(all).size !== all.length) findings.add('R-STMT-03', statementFile, 'Two signers have the same key.');
  const root = signers.find((s) => s.id === HSM_ROOT);
  // That it may be missing at all is judged from the record: R-KEY-09.
  if (root === undefined) findings.add('R-STMT-09', statementFile, 'No root key is among the signers.');
  else if (root.algorithm !== 'ES384' || !root.required) findings.add('R-STMT-03', statementFile, `${HSM_ROOT} is not listed as a required signer with ES384.`);
  if (root?.postQuantum !== undefined) findings.add('R-STMT-03', statementFile, `${HSM_ROOT} is listed with a second key.`);
  for (const signer of signers) {
    if (signer.id === HSM_ROOT) continue;
    if (signer.algorithm !== 'ES256') findings.add('R-STMT-03', statementFile, `"${signer.id}" is listed with ${signer.algorithm}.`);
    if (!signer.required) findings.add('R-STMT-07', statementFile, `"${signer.name}" (${signer.id}) need not sign.`);
  }
  // SECURITY: where no key is pinned, this alone keeps a statement that nobody but the device signs from being called valid.
  const people = new Set(signers.filter((s) => s.id !== HSM_ROOT && s.required).map((s) => s.keySha256)).size;
  if (people < 2) findings.add('R-STMT-08', statementFile, `${people} people must sign.`);
}

/**
 * Names of the keys whose signature over the payload is valid, each once: a signer's id stands for their first key. `keys` are the DER keys by name, already equal to the
 * signer list. Every signature that counts for nobody is a finding.
 */
export function signersOf(findings: Findings, statement: CeremonyStatement, keys: ReadonlyMap<string, Uint8Array>, payload: Uint8Array, signatures: readonly EnvelopeSignature[]): ReadonlySet<string> {
  const listed = statement.predicate.signers.flatMap(keysOfSigner);
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  const signed = new Set<string>();
  const counted = new Set<string>();
  const valid = (key: SignerKey, signature: Uint8Array): boolean => {
    const spki = keys.get(key.name);
    return spki !== undefined && verifySignature(key.algorithm, signature, message, spki);
  };
  signatures.forEach(({ keyid, signature }, i) => {
    // The hint saves time only: where it is wrong, every listed key is tried.
    const key = [...listed].sort((a, b) => Number(b.name === keyid) - Number(a.name === keyid)).find((k) => valid(k, signature));
    if (key === undefined) {
      findings.add('R-SIG-03', statementFile, `Signature ${i + 1}, with keyid "${keyid}", is not valid under the key of any listed signer.`);
      return;
    }
    if (key.name !== keyid) findings.add('R-SIG-05', statementFile, `Signature ${i + 1} has keyid "${keyid}", but is that of "${key.name}".`);
    if (counted.has(key.keySha256)) {
      findings.add('R-SIG-04', statementFile, `"${key.name}" signed twice.`);
      return;
    }
    counted.add(key.keySha256);
    signed.add(key.name);
  });
  for (const { name, signer, algorithm } of listed) {
    const missing = name === signer.id ? 'R-SIG-01' : 'R-SIG-07';
    if (!signed.has(name)) findings.add(signer.required ? missing : 'R-SIG-06', statementFile, `There is no valid ${algorithm} signature of "${signer.name}" (${signer.id}).`);
  }
  return signed;
}

/** R-STMT-10. */
function secondKeysAsPlanned(findings: Findings, people: readonly StatementSigner[], asked: PostQuantumAlgorithm | null): void {
  for (const { id, postQuantum } of people) {
    const has = postQuantum?.algorithm ?? null;
    if (has !== asked) findings.add('R-STMT-10', statementFile, `"${id}" is listed with ${has ?? 'no'} second key; the plan asks for ${asked ?? 'none'}.`);
  }
}

/** R-STMT-04, R-STMT-10: the signer list beside the people who registered in the record, and beside the plan. */
export const signersCheck: NewRecordCheck = ({ findings, statement, plan }: BundleContext) => ({
  end: (facts) => {
    if (statement === null) return;
    const people = statement.predicate.signers.filter((s) => s.id !== HSM_ROOT);
    for (const signer of people) {
      const person = facts.people.get(signer.id);
      const where = { ...(person === undefined ? {} : { event: person.seq }), ...statementFile };
      if (person === undefined) findings.add('R-STMT-04', where, `"${signer.id}" is listed as a signer, but never registered.`);
      else if (spkiSha256(fromBase64(person.event.publicKey)) !== signer.keySha256) findings.add('R-STMT-04', where, `The key listed for "${signer.id}" is not the one registered last.`);
      else if ((person.event.postQuantum === undefined ? undefined : spkiSha256(fromBase64(person.event.postQuantum.publicKey))) !== signer.postQuantum?.keySha256) findings.add('R-STMT-04', where, `The second key listed for "${signer.id}" is not the one registered last.`);
      else if (canonicalText(person.event.roles) !== canonicalText(signer.roles)) findings.add('R-STMT-04', where, `The roles listed for "${signer.id}" are not those registered.`);
    }
    if (plan !== null) secondKeysAsPlanned(findings, people, postQuantumOf(plan));
    for (const [id, person] of facts.people) {
      if (id === HSM_ROOT) findings.add('R-STMT-04', { event: person.seq }, `A person registered under the name ${HSM_ROOT}, which stands for the root key.`);
      else if (!people.some((s) => s.id === id)) findings.add('R-STMT-04', { event: person.seq, ...statementFile }, `"${id}" registered, but is not listed as a signer.`);
    }
  },
});
