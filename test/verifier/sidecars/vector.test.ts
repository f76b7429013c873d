/** The bundle in test/vectors and the values that docs/formats/sidecars.md gives for it, computed here by OpenSSL and not by Keyrite's code. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directorySource } from '../../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../../src/verifier/verify-bundle.ts';
import { vectorFiles } from './vector.ts';

const root = new URL('../../vectors/keyrite-bundle-1-signed-off/bundle/', import.meta.url);
const document = readFileSync(new URL('../../../docs/formats/sidecars.md', import.meta.url), 'utf8');
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pae = (payload: Uint8Array): Buffer => Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${String(payload.length)} `), payload]);
interface Envelope { readonly payload: string; readonly signatures: readonly { readonly keyid: string; readonly sig: string }[] }
interface Statement { readonly subject: readonly { readonly digest: { readonly sha256: string } }[]; readonly predicate: { readonly decision: string; readonly endorsement: string | null; readonly officer: { readonly spki: string; readonly keySha256: string } } }
const read = (name: string): Envelope => JSON.parse(readFileSync(new URL(name, root), 'utf8')) as Envelope;

describe('the bundle with sidecars', () => {
  const names = readdirSync(new URL('sidecars/', root)).sort();
  const ceremony = Buffer.from(read('statement.dsse.json').payload, 'base64');

  it('is what the builders make, and valid with one warning', async () => {
    for (const [name, bytes] of vectorFiles()) expect(readFileSync(new URL(name, root)).equals(bytes), name).toBe(true);
    const report = await verifyBundle(directorySource(root.pathname));
    expect(report).toMatchObject({ verdict: 'valid', errors: 0 });
    expect(report.findings.map((f) => f.rule)).toEqual(['R-SIGNOFF-06']);
    expect(report.signOffs.map((s) => s.decision).sort()).toEqual(['accepted', 'refused']);
    expect(report.logEntries).toMatchObject([{ valid: true, judged: false, index: '1005' }]);
  });

  it('has the values in the document', () => {
    expect(names).toHaveLength(3);
    for (const name of names) {
      const bytes = readFileSync(new URL(`sidecars/${name}`, root));
      expect(name).toContain(sha(bytes).slice(0, 16));
      expect(document).toContain(`| \`${name}\` | \`${sha(bytes)}\` |`);
    }
    for (const name of names.filter((n) => n.startsWith('sign-off-'))) {
      const payload = Buffer.from(read(`sidecars/${name}`).payload, 'base64');
      expect(document).toContain(`| PAE of its payload, SHA-256, \`${name}\` | \`${sha(pae(payload))}\` |`);
    }
  });

  it('is signed by both officers, as OpenSSL sees it, and endorsed by one', () => {
    const decisions = names.filter((n) => n.startsWith('sign-off-')).map((name) => {
      const { payload, signatures } = read(`sidecars/${name}`);
      const bytes = Buffer.from(payload, 'base64');
      const { subject, predicate } = JSON.parse(bytes.toString('utf8')) as Statement;
      const spki = Buffer.from(predicate.officer.spki, 'base64');
      const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
      expect([signatures.length, signatures[0]!.keyid, subject[0]!.digest.sha256]).toEqual([1, sha(spki), sha(ceremony)]);
      expect(verify('sha256', pae(bytes), key, Buffer.from(signatures[0]!.sig, 'base64'))).toBe(true);
      if (predicate.endorsement !== null) expect(verify('sha256', pae(ceremony), key, Buffer.from(predicate.endorsement, 'base64'))).toBe(true);
      return [predicate.decision, predicate.endorsement !== null];
    });
    expect(decisions.sort()).toEqual([['accepted', true], ['refused', false]]);
  });
});
