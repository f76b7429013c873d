/** The bundle in test/vectors and the values that docs/formats/transcript.md gives for it, computed here by OpenSSL and not by Keyrite's code. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyLineage } from '../../src/verifier/lineage.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { later } from './later-samples.ts';
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
    row('payload: 6491 bytes, SHA-256', sha('sha256', payload));
    row('pre-authentication encoding, SHA-256 (participants sign this)', sha('sha256', pae));
    row('pre-authentication encoding, SHA-384 (hsm-root signs this)', sha('sha384', pae));
    expect([lines.length, payload.length]).toEqual([65, 6491]);
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

  it('has a second bundle that follows it, and a succession that verifies over the bytes in the document', async () => {
    const second = new URL('../vectors/keyrite-bundle-2/bundle/', import.meta.url);
    for (const [name, bytes] of later('rotate of the root').bundle) expect(readFileSync(new URL(name, second)).equals(bytes), name).toBe(true);
    const bundles = await Promise.all([root, second].map(async (url) => ({ name: url.pathname, report: await verifyBundle(directorySource(url.pathname)) })));
    expect(bundles.map((b) => [b.report.verdict, b.report.findings])).toEqual([['valid', []], ['valid', []]]);
    expect(verifyLineage(bundles)).toMatchObject({ errors: 0, warnings: 0 });

    const record = readFileSync(new URL('transcript.jsonl', second), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly event: { readonly type: string; readonly byOld: string; readonly byNext: string } });
    const at = record.findIndex((e) => e.event.type === 'root.certified');
    expect(document).toContain(` entry ${at} is \`root.certified\``);
    const shown = /^ {4}(keyrite\/root-succession\/v1) LF (\{.*\})$/m.exec(document)!;
    const lives = bundles[1]!.report.statement!.predicate.lifecycle;
    for (const [name, signature] of [['root', record[at]!.event.byOld], ['root-2', record[at]!.event.byNext]] as const) {
      const check = lives.find((k) => k.name === name)!.check;
      const key = createPublicKey({ key: Buffer.from(check.kind === 'spki-sha256' ? check.spki : '', 'base64'), format: 'der', type: 'spki' });
      expect(verify('sha384', Buffer.from(`${shown[1]!}\n${shown[2]!}`), key, Buffer.from(signature, 'base64')), name).toBe(true);
    }
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
