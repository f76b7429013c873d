/** R-STMT-03/04/07/08/09, R-SIG: who signed the statement. Trusts no keyid: a signature counts for the signer whose key it is valid under, once. */
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import { fromBase64, fromUtf8 } from '../../core/bytes/bytes.ts';
import { bundleNames, keyFile } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { preAuthEncoding } from '../../core/transcript/dsse.ts';
import type { EnvelopeSignature } from '../../core/transcript/dsse.ts';
import { algorithms, verifySignature } from '../../core/transcript/algorithms.ts';
import { pemToSpki, spkiSha256 } from '../../core/transcript/signature.ts';
import { DSSE_PAYLOAD_TYPE } from '../../core/transcript/types.ts';
import type { CeremonyStatement, StatementSigner } from '../../core/transcript/types.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { Findings } from '../findings.ts';

const statementFile = { file: bundleNames.statement };

/** R-SIG-02: the key of a signer from the bytes of its PEM file; null where the file is not what the signer list says. */
export function signerKey(findings: Findings, signer: StatementSigner, pem: Uint8Array): Uint8Array | null {
  const where = { file: keyFile(signer.id) };
  try {
    const spki = pemToSpki(fromUtf8(pem));
    if (spkiSha256(spki) !== signer.keySha256) findings.add('R-SIG-02', where, `The key of "${signer.id}" does not have the SHA-256 in the signer list.`);
    else {
      algorithms[signer.algorithm].requireKey(spki);
      return spki;
    }
  } catch {
    findings.add('R-SIG-02', where, `The file does not hold a public key of ${signer.algorithm} in the documented form.`);
  }
  return null;
}

/** R-STMT-03, R-STMT-07, R-STMT-08, R-STMT-09: the list by itself. */
export function signerList(findings: Findings, { predicate }: CeremonyStatement): void {
  const { signers } = predicate;
  if (new Set(signers.map((s) => s.id)).size !== signers.length) findings.add('R-STMT-03', statementFile, 'A signer is listed twice.');
  if (new Set(signers.map((s) => s.keySha256)).size !== signers.length) findings.add('R-STMT-03', statementFile, 'Two signers have the same key.');
  const root = signers.find((s) => s.id === HSM_ROOT);
  // That it may be missing at all is judged from the record: R-KEY-09.
  if (root === undefined) findings.add('R-STMT-09', statementFile, 'No root key is among the signers.');
  else if (root.algorithm !== 'ES384' || !root.required) findings.add('R-STMT-03', statementFile, `${HSM_ROOT} is not listed as a required signer with ES384.`);
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
 * Signers whose signature over the payload is valid, each once. `keys` are the DER keys by signer id, already equal to the signer list.
 * Every signature that counts for nobody is a finding.
 */
export function signersOf(findings: Findings, statement: CeremonyStatement, keys: ReadonlyMap<string, Uint8Array>, payload: Uint8Array, signatures: readonly EnvelopeSignature[]): ReadonlySet<string> {
  const { signers } = statement.predicate;
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  const signed = new Set<string>();
  const counted = new Set<string>();
  const valid = (signer: StatementSigner, signature: Uint8Array): boolean => {
    const spki = keys.get(signer.id);
    return spki !== undefined && verifySignature(signer.algorithm, signature, message, spki);
  };
  signatures.forEach(({ keyid, signature }, i) => {
    // The hint saves time only: where it is wrong, every listed key is tried.
    const signer = [...signers].sort((a, b) => Number(b.id === keyid) - Number(a.id === keyid)).find((s) => valid(s, signature));
    if (signer === undefined) {
      findings.add('R-SIG-03', statementFile, `Signature ${i + 1}, with keyid "${keyid}", is not valid under the key of any listed signer.`);
      return;
    }
    if (signer.id !== keyid) findings.add('R-SIG-05', statementFile, `Signature ${i + 1} has keyid "${keyid}", but is that of "${signer.id}".`);
    if (counted.has(signer.keySha256)) {
      findings.add('R-SIG-04', statementFile, `"${signer.id}" signed twice.`);
      return;
    }
    counted.add(signer.keySha256);
    signed.add(signer.id);
  });
  for (const signer of signers) {
    if (!signed.has(signer.id)) findings.add(signer.required ? 'R-SIG-01' : 'R-SIG-06', statementFile, `There is no valid signature of "${signer.name}" (${signer.id}).`);
  }
  return signed;
}

/** R-STMT-04: the signer list beside the people who registered in the record. */
export const signersCheck: NewRecordCheck = ({ findings, statement }: BundleContext) => ({
  end: (facts) => {
    if (statement === null) return;
    const people = statement.predicate.signers.filter((s) => s.id !== HSM_ROOT);
    for (const signer of people) {
      const person = facts.people.get(signer.id);
      const where = { ...(person === undefined ? {} : { event: person.seq }), ...statementFile };
      if (person === undefined) findings.add('R-STMT-04', where, `"${signer.id}" is listed as a signer, but never registered.`);
      else if (spkiSha256(fromBase64(person.event.publicKey)) !== signer.keySha256) findings.add('R-STMT-04', where, `The key listed for "${signer.id}" is not the one registered last.`);
      else if (canonicalText(person.event.roles) !== canonicalText(signer.roles)) findings.add('R-STMT-04', where, `The roles listed for "${signer.id}" are not those registered.`);
    }
    for (const [id, person] of facts.people) {
      if (id === HSM_ROOT) findings.add('R-STMT-04', { event: person.seq }, `A person registered under the name ${HSM_ROOT}, which stands for the root key.`);
      else if (!people.some((s) => s.id === id)) findings.add('R-STMT-04', { event: person.seq, ...statementFile }, `"${id}" registered, but is not listed as a signer.`);
    }
  },
});
