/** Where everybody signed with two keys, every view that tells of signatures tells of both, and is made of nothing that was not found valid. */
import { describe, expect, it, vi } from 'vitest';
import { cyclonedxValidator, complaints } from '../../test/exports/json-schemas.ts';
import { TWO_KEYS, verifiedOf, whole } from '../../test/exports/verified-samples.ts';
import { fromBase64, utf8 } from '../core/bytes/bytes.ts';
import { sha256Hex } from '../core/bytes/digest.ts';
import { verifySignature } from '../core/transcript/algorithms.ts';
import { decodeEnvelope, preAuthEncoding } from '../core/transcript/dsse.ts';
import { DSSE_PAYLOAD_TYPE } from '../core/transcript/types.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { annotate } from './annotated/annotate.ts';
import { signedBy, signingKeys } from './common/signed-by.ts';
import { cbom } from './cyclonedx/cbom.ts';
import { bundleDocument } from './documents/documents.ts';
import { dsseSingle } from './dsse-single/dsse-single.ts';
import { kmp } from './kmp/markdown.ts';
import { ocsf } from './ocsf/ocsf.ts';
import { oscal } from './oscal/oscal.ts';

vi.mock('../core/transcript/signature.ts', async (original) => (await import('../../test/verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../core/transcript/signature.ts')>()));

interface Component { readonly 'bom-ref': string; readonly cryptoProperties?: { readonly oid?: string; readonly algorithmProperties?: Readonly<Record<string, unknown>>; readonly relatedCryptoMaterialProperties?: { readonly value?: string; readonly size?: number; readonly algorithmRef?: string; readonly relatedCryptographicAssets?: readonly { readonly ref: string }[] } } }

const two = (): Promise<VerifiedTranscript> => verifiedOf(TWO_KEYS);
const secondsOf = (verified: VerifiedTranscript): readonly string[] => verified.statement.predicate.signers.flatMap((s) => (s.postQuantum === undefined ? [] : [s.postQuantum.keySha256]));

describe('where everybody signed twice', () => {
  it('each person has two keys that signed, and the root one', async () => {
    const verified = await two();
    expect(verified.secondSignatures.map((s) => s.key).toSorted()).toEqual(verified.statement.predicate.signers.filter((s) => s.postQuantum !== undefined).map((s) => `${s.id}.ml-dsa-65`).toSorted());
    expect(signingKeys(verified)).toHaveLength(2 * verified.signatures.length - 1);
    expect(signedBy(verified).filter((s) => s.second === null).map((s) => s.signer.id)).toEqual(['hsm-root']);
    expect(signedBy(await verifiedOf('generate')).some((s) => s.second !== null)).toBe(false);
  });

  it('a second signature that was not found is not told of', async () => {
    const verified = await two();
    const without = { ...verified, secondSignatures: verified.secondSignatures.filter((s) => s.signer !== 'ann') };
    expect(signedBy(without).filter((s) => s.second === null).map((s) => s.signer.id)).toEqual(['hsm-root', 'ann']);
  });

  it.each(['1.6', '1.7'] as const)('CycloneDX %s has the algorithm, and each key with what it is for', async (version) => {
    const verified = await two();
    const bom = JSON.parse(await whole(cbom(verified, version))) as { readonly components: readonly Component[] };
    expect(complaints(cyclonedxValidator(version), bom)).toBe('');
    const of = (ref: string): Component['cryptoProperties'] => bom.components.find((c) => c['bom-ref'] === ref)?.cryptoProperties;
    const algorithm = of('algorithm/statement/ml-dsa-65');
    expect(algorithm).toMatchObject({ oid: '2.16.840.1.101.3.4.3.18', algorithmProperties: { primitive: 'signature', parameterSetIdentifier: '65', nistQuantumSecurityLevel: 3, classicalSecurityLevel: 192, executionEnvironment: 'software-plain-ram', certificationLevel: ['none'] } });
    expect(algorithm?.algorithmProperties?.['algorithmFamily']).toBe(version === '1.7' ? 'ML-DSA' : undefined);
    for (const name of ['ann', 'ann.ml-dsa-65']) {
      const { value, size, algorithmRef, relatedCryptographicAssets } = of(`signer/${name}`)!.relatedCryptoMaterialProperties!;
      expect(fromBase64(value!)).toEqual(verified.keys.get(name));
      expect(size).toBe(name === 'ann' ? 256 : 15_616);
      const ref = name === 'ann' ? 'algorithm/statement/ecdsa-p256-sha-256' : 'algorithm/statement/ml-dsa-65';
      expect(version === '1.6' ? algorithmRef : relatedCryptographicAssets?.map((r) => r.ref)[0]).toBe(ref);
    }
    // Without second keys there is no such algorithm either.
    expect(await whole(cbom(await verifiedOf('generate'), version))).not.toMatch(/ml-dsa/i);
  });

  it('OCSF, OSCAL and the key management plan name both keys of each', async () => {
    const verified = await two();
    for (const text of [await whole(ocsf(verified)), await whole(oscal(verified)), await whole(kmp(verified))]) {
      for (const { keySha256 } of signingKeys(verified)) expect(text).toContain(keySha256);
      expect(text.split('ML-DSA-65').length - 1).toBeGreaterThanOrEqual(secondsOf(verified).length);
    }
    expect(await whole(kmp(await verifiedOf('generate')))).not.toContain('ML-DSA');
  });

  it('there is a copy of the statement for each signature, which verifies by its own algorithm', async () => {
    const verified = await two();
    const files = new Map<string, string>();
    for await (const { name, text } of dsseSingle(verified)) files.set(name, text);
    expect(verified.secondSignatures.length).toBeGreaterThan(3);
    for (const key of verified.secondSignatures) {
      const { payload, signatures } = decodeEnvelope(utf8(files.get(`${key.key}.dsse.json`)!));
      expect([sha256Hex(payload), signatures.map((s) => s.keyid)]).toEqual([verified.statementSha256, [key.key]]);
      const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
      expect(verifySignature('ML-DSA-65', signatures[0]!.signature, message, verified.keys.get(key.key)!)).toBe(true);
      // No log's request knows such a signature.
      expect([...files.keys()].filter((name) => name.startsWith(`${key.key}.`))).toEqual([`${key.key}.dsse.json`]);
    }
    const index = JSON.parse(files.get('index.json')!) as { readonly files: readonly { readonly signer: string | null; readonly algorithm: string | null }[] };
    expect(index.files.filter((f) => f.algorithm === 'ML-DSA-65').map((f) => f.signer).toSorted()).toEqual(verified.secondSignatures.map((s) => s.signer).toSorted());
  });

  it('the annotated script and the printed documents show both', async () => {
    const verified = await two();
    const { signatures } = await annotate(verified);
    expect(signatures.flatMap((s) => (s.second === null ? [] : [s.second.keySha256]))).toEqual(secondsOf(verified));
    for (const kind of ['transcript', 'certificate', 'kmp'] as const) {
      const printed = JSON.stringify(await bundleDocument(verified, kind)).replaceAll(' ', '');
      for (const digest of secondsOf(verified)) expect(printed, kind).toContain(digest);
      expect(JSON.stringify(await bundleDocument(await verifiedOf('generate'), kind)), kind).not.toContain('ML-DSA');
    }
  });
});
