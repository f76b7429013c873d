/** The bundle in test/vectors and the values that docs/formats/transcript.md gives for it, computed here by OpenSSL and not by Keyrite's code. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { sampleBundle } from './sample-bundle.ts';

const root = new URL('../vectors/keyrite-bundle-1/bundle/', import.meta.url);
const read = (name: string): Buffer => readFileSync(new URL(name, root));
const sha = (algorithm: 'sha256' | 'sha384', ...parts: readonly Uint8Array[]): Buffer => parts.reduce((h, p) => h.update(p), createHash(algorithm)).digest();
const document = readFileSync(new URL('../../docs/formats/transcript.md', import.meta.url), 'utf8');

function merkle(lines: readonly Buffer[]): Buffer {
  if (lines.length === 1) return sha('sha256', Buffer.of(0), lines[0]!);
  let k = 1;
  while (k * 2 < lines.length) k *= 2;
  return sha('sha256', Buffer.of(1), merkle(lines.slice(0, k)), merkle(lines.slice(k)));
}

describe('the worked example', () => {
  const lines = read('transcript.jsonl').toString('utf8').split('\n').slice(0, -1).map((l) => Buffer.from(l));
  const envelope = JSON.parse(read('statement.dsse.json').toString('utf8')) as { payload: string; signatures: readonly { keyid: string; sig: string }[] };
  const payload = Buffer.from(envelope.payload, 'base64');
  const pae = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${String(payload.length)} `), payload]);

  it('is the sample bundle, and valid', async () => {
    for (const [name, bytes] of sampleBundle()) expect(read(name).equals(bytes), name).toBe(true);
    expect(await verifyBundle(directorySource(root.pathname))).toMatchObject({ verdict: 'valid', findings: [] });
  });

  it('has the values in the document', () => {
    const row = (what: string, value: Buffer): void => expect(document).toContain(`| ${what} | \`${value.toString('hex')}\` |`);
    row('line 0, without LF, SHA-256 (so `prev` of entry 1)', sha('sha256', lines[0]!));
    row('line 1, without LF, SHA-256 (so `prev` of entry 2)', sha('sha256', lines[1]!));
    row('leaf hash of line 0', merkle(lines.slice(0, 1)));
    row('Merkle root of lines 0 and 1', merkle(lines.slice(0, 2)));
    row('Merkle root of lines 0 to 2', merkle(lines.slice(0, 3)));
    row('Merkle root of all 65 lines', merkle(lines));
    row('head (line 64, SHA-256)', sha('sha256', lines.at(-1)!));
    row('transcript.jsonl, SHA-256', sha('sha256', read('transcript.jsonl')));
    row('payload: 5347 bytes, SHA-256', sha('sha256', payload));
    row('pre-authentication encoding, SHA-256 (participants sign this)', sha('sha256', pae));
    row('pre-authentication encoding, SHA-384 (hsm-root signs this)', sha('sha384', pae));
    expect([lines.length, payload.length]).toEqual([65, 5347]);
  });

  it('is signed by everyone, as OpenSSL sees it', () => {
    expect(envelope.signatures).toHaveLength(8);
    for (const { keyid, sig } of envelope.signatures) {
      expect(verify(keyid === 'hsm-root' ? 'sha384' : 'sha256', pae, createPublicKey(read(`keys/${keyid}.pem`)), Buffer.from(sig, 'base64')), keyid).toBe(true);
    }
  });

  it('shows a confirmation that verifies over the bytes in the document', () => {
    const shown = /^ {4}(keyrite\/confirmation\/v1) LF (\{"ceremony":"SAMPLE.*\})$/m.exec(document)!;
    const { event, prev } = JSON.parse(lines[11]!.toString('utf8')) as { event: { signature: string }; prev: string };
    expect(shown[2]).toContain(prev);
    expect(verify('sha256', Buffer.from(`${shown[1]!}\n${shown[2]!}`), createPublicKey(read('keys/sam.pem')), Buffer.from(event.signature, 'base64'))).toBe(true);
  });

  it('names every event and every field of an event', async () => {
    const { eventSchema } = await import('../../src/core/transcript/event-schema.ts');
    for (const option of eventSchema.options) {
      const type = [...option.shape.type.values][0]!;
      const row = document.split('\n').find((line) => line.startsWith(`| \`${type}\` |`) && !line.includes('"act"') && !line.includes('`act`'));
      expect(row, type).toBeDefined();
      for (const field of Object.keys(option.shape)) if (field !== 'type') expect(row, `${type}.${field}`).toContain(`\`${field}\``);
    }
  });
});
