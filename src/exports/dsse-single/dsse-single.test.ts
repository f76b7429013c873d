/** Single-signature copies: each verifies by openssl, and each request has the shape that its log asks for. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifiedOf } from '../../../test/exports/verified-samples.ts';
import { fromBase64, utf8 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { decodeEnvelope, preAuthEncoding } from '../../core/transcript/dsse.ts';
import { pemToSpki, spkiToPem } from '../../core/transcript/signature.ts';
import { DSSE_PAYLOAD_TYPE } from '../../core/transcript/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { dsseSingle } from './dsse-single.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'keyrite-dsse-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function filesOf(verified: VerifiedTranscript): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, text } of dsseSingle(verified)) files.set(name, text);
  return files;
}
const json = (files: ReadonlyMap<string, string>, name: string): unknown => JSON.parse(files.get(name) ?? 'null');

/** Whether openssl, which knows nothing of us, takes the signature. */
function opensslVerifies(message: Uint8Array, signature: Uint8Array, spki: Uint8Array, hash: string): boolean {
  const put = (name: string, bytes: Uint8Array | string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  try {
    execFileSync('openssl', ['dgst', `-${hash}`, '-verify', put('key.pem', spkiToPem(spki)), '-signature', put('sig.der', signature), put('message', message)], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

interface V1Dsse { readonly apiVersion: string; readonly kind: string; readonly spec: { readonly proposedContent: { readonly envelope: string; readonly publicKeys: readonly string[] } } }
interface V1Hashed { readonly apiVersion: string; readonly kind: string; readonly spec: { readonly data: { readonly hash: { readonly algorithm: string; readonly value: string } }; readonly signature: { readonly content: string; readonly publicKey: { readonly content: string } } } }
interface Verifier { readonly publicKey: { readonly rawBytes: string }; readonly keyDetails: string }
interface V2Hashed { readonly hashedRekordRequestV002: { readonly digest: string; readonly signature: { readonly content: string; readonly verifier: Verifier } } }
interface V2Dsse { readonly dsseRequestV002: { readonly envelope: { readonly payload: string; readonly payloadType: string; readonly signatures: readonly { readonly sig: string; readonly keyid: string }[] }; readonly verifiers: readonly Verifier[] } }

describe('single-signature copies', () => {
  it.each(['generate', 'destroy of everything'] as const)('are one for each signature, of the same payload, and verify by openssl (%s)', async (name) => {
    const verified = await verifiedOf(name);
    const files = await filesOf(verified);
    expect(verified.signatures.length).toBeGreaterThan(3);
    for (const { signer } of verified.signatures) {
      const { payload, signatures } = decodeEnvelope(utf8(files.get(`${signer}.dsse.json`)!));
      expect([sha256Hex(payload), signatures.length, signatures[0]!.keyid]).toEqual([verified.statementSha256, 1, signer]);
      const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
      expect(files.get('statement.pae')).toBe(new TextDecoder().decode(message));
      const hash = signer === 'hsm-root' ? 'sha384' : 'sha256';
      expect(opensslVerifies(message, signatures[0]!.signature, verified.keys.get(signer)!, hash), signer).toBe(true);
      expect(opensslVerifies(utf8('x'), signatures[0]!.signature, verified.keys.get(signer)!, hash), signer).toBe(false);
    }
  });

  it('as requests for Rekor v1: dsse where SHA-256 was signed, hashedrekord always', async () => {
    const files = await filesOf(await verifiedOf('generate'));
    const dsse = json(files, 'ann.rekor-v1-dsse.json') as V1Dsse;
    expect(Object.keys(dsse)).toEqual(['apiVersion', 'kind', 'spec']);
    expect([dsse.apiVersion, dsse.kind, Object.keys(dsse.spec)]).toEqual(['0.0.1', 'dsse', ['proposedContent']]);
    expect(dsse.spec.proposedContent.envelope).toBe(files.get('ann.dsse.json'));
    expect(() => pemToSpki(new TextDecoder().decode(fromBase64(dsse.spec.proposedContent.publicKeys[0]!)))).not.toThrow();
    // Rekor v1 checks with SHA-256 alone.
    expect(files.has('hsm-root.rekor-v1-dsse.json')).toBe(false);
    const root = json(files, 'hsm-root.rekor-v1-hashedrekord.json') as V1Hashed;
    expect([root.apiVersion, root.kind, root.spec.data.hash.algorithm, root.spec.data.hash.value.length]).toEqual(['0.0.1', 'hashedrekord', 'sha384', 96]);
    const ann = json(files, 'ann.rekor-v1-hashedrekord.json') as V1Hashed;
    expect([ann.spec.data.hash.algorithm, ann.spec.data.hash.value]).toEqual(['sha256', sha256Hex(utf8(files.get('statement.pae')!))]);
    expect(opensslVerifies(utf8(files.get('statement.pae')!), fromBase64(root.spec.signature.content), pemToSpki(new TextDecoder().decode(fromBase64(root.spec.signature.publicKey.content))), 'sha384')).toBe(true);
  });

  it('as requests for Rekor v2: hashedrekord, and dsse for logs that still ask for it', async () => {
    const verified = await verifiedOf('generate');
    const files = await filesOf(verified);
    for (const [signer, keyDetails, bytes] of [['hsm-root', 'PKIX_ECDSA_P384_SHA_384', 48], ['ann', 'PKIX_ECDSA_P256_SHA_256', 32]] as const) {
      const hashed = json(files, `${signer}.rekor-v2-hashedrekord.json`) as V2Hashed;
      expect([Object.keys(hashed), Object.keys(hashed.hashedRekordRequestV002)]).toEqual([['hashedRekordRequestV002'], ['digest', 'signature']]);
      const { digest, signature } = hashed.hashedRekordRequestV002;
      expect([fromBase64(digest).length, signature.verifier.keyDetails, fromBase64(signature.verifier.publicKey.rawBytes)]).toEqual([bytes, keyDetails, verified.keys.get(signer)]);
      const { envelope, verifiers } = (json(files, `${signer}.rekor-v2-dsse.json`) as V2Dsse).dsseRequestV002;
      expect([envelope.payloadType, envelope.signatures.map((s) => s.keyid), verifiers.map((v) => v.keyDetails)]).toEqual([DSSE_PAYLOAD_TYPE, [signer], [keyDetails]]);
      expect(sha256Hex(fromBase64(envelope.payload))).toBe(verified.statementSha256);
    }
  });

  it('of a rehearsal are named so, and the index names every file by its digest', async () => {
    const files = await filesOf(await verifiedOf('generate', 'rehearsal'));
    expect([...files.keys()].every((name) => name.startsWith('rehearsal-'))).toBe(true);
    const index = json(files, 'rehearsal-index.json') as { readonly rehearsal: boolean; readonly files: readonly { readonly name: string; readonly sha256: string }[] };
    expect(index.rehearsal).toBe(true);
    expect(index.files.map((f) => [f.name, f.sha256])).toEqual([...files].filter(([name]) => name !== 'rehearsal-index.json').map(([name, text]) => [name, sha256Hex(utf8(text))]));
  });
});
