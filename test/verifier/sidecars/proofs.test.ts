/** Timestamps by OpenSSL and entries of a small log beside a whole bundle: what is judged, with pins and without. */
import { describe, expect, it } from 'vitest';
import { reportLines } from '../../../src/verifier/print-report.ts';
import { readCertificate } from '../../../src/core/sidecars/der/certificate.ts';
import { leadsToRoot } from '../../../src/core/sidecars/der/timestamp.ts';
import { parseStrictJson } from '../../../src/core/sidecars/strict-json.ts';
import { newFindings } from '../../../src/verifier/findings.ts';
import { judgeTimestamp } from '../../../src/verifier/sidecars/timestamps.ts';
import { parseTrust } from '../../../src/verifier/trust.ts';
import type { Trust } from '../../../src/verifier/trust.ts';
import { verifyBundle } from '../../../src/verifier/verify-bundle.ts';
import { leafHash as leafOf, rootByPath } from '../../../src/core/sidecars/inclusion.ts';
import { decodeLogEntry } from '../../../src/core/sidecars/log-entry.ts';
import { toHex, utf8 } from '../../../src/core/bytes/bytes.ts';
import { codeOf } from '../code-of.ts';
import { memorySource } from '../memory-source.ts';
import { logTrust, proofTrustBreaks, stampPins, withLog, withStamp } from './proof-breaks.ts';
import { logFile, logPins } from './sample-logs.ts';
import type { Files } from './sample-sign-offs.ts';
import { authority, circle, writtenToken } from './sample-timestamps.ts';

const report = (files: Files, trust?: Trust): ReturnType<typeof verifyBundle> => verifyBundle(memorySource(files), trust === undefined ? {} : { trust });

describe('timestamps', () => {
  it.each(['sha256', 'sha384', 'sha512'])('by openssl ts over %s lead to the pinned root', async (hash) => {
    const files = withStamp((p) => authority().stamp(p, { hash }));
    const found = await report(files, stampPins(authority().root));
    expect(found).toMatchObject({ verdict: 'trusted', findings: [], timestamps: [{ judged: true, valid: true, authority: 'Test, leaf' }] });
    expect(Math.abs(Date.parse(found.timestamps[0]!.time!) - Date.now())).toBeLessThan(600_000);
  });

  it('by an RSA key, and of which the certificate itself is pinned and not in the token', async () => {
    expect(await report(withStamp((p) => authority().stamp(p, { by: authority().rsaLeaf })), stampPins(authority().root))).toMatchObject({ verdict: 'trusted', findings: [] });
    expect(await report(withStamp((p) => authority().stamp(p, { certificate: false })), stampPins(authority().leaf))).toMatchObject({ verdict: 'trusted', findings: [], timestamps: [{ valid: true }] });
  });

  it('as a token alone, written here, are what OpenSSL writes', async () => {
    expect(await report(withStamp((data) => writtenToken({ data, by: authority().leaf })), stampPins(authority().root))).toMatchObject({ verdict: 'trusted', findings: [], timestamps: [{ time: '2027-01-01T00:00:00.000Z' }] });
  });

  it('without pinned roots are there, and not judged', async () => {
    const found = await report(withStamp((p) => authority().stamp(p)));
    expect(found).toMatchObject({ verdict: 'valid', findings: [], timestamps: [{ judged: false, valid: true }] });
    expect(reportLines(found).join('\n')).toContain('there, not judged');
    // Nor is one without its certificate.
    expect(await report(withStamp((p) => authority().stamp(p, { certificate: false })))).toMatchObject({ verdict: 'valid', findings: [], timestamps: [{ judged: false, authority: '' }] });
  });

  it('cannot be changed in any byte that matters', () => {
    const data = utf8('data');
    const whole = writtenToken({ data, by: authority().leaf });
    const roots = [authority().root.der.toString('base64')];
    const errors = (bytes: Uint8Array): number => {
      const findings = newFindings();
      judgeTimestamp({ findings, roots, payload: data, ended: null }, 'x', bytes);
      return findings.errors;
    };
    expect(errors(whole)).toBe(0);
    const loose: number[] = [];
    for (let at = 0; at < whole.length; at++) if (errors(whole.map((b, i) => (i === at ? b ^ 1 : b))) === 0) loose.push(at);
    // Unsigned by design (RFC 5652): two version numbers, and the list of digest algorithms, which is a hint (21 bytes at most).
    expect(loose.length).toBeLessThan(24);
    const tstInfo = whole.indexOf(Buffer.from('20270101000000Z'));
    expect(loose.every((at) => at < tstInfo - 60 || at > tstInfo + 15)).toBe(true);
  });
});

describe('what is made to take long', () => {
  it('certificates that issue one another are each tried once', () => {
    const [first, ...others] = circle(16).map((der) => readCertificate(new Uint8Array(der)));
    const stranger = readCertificate(new Uint8Array(authority().stranger.der));
    const began = performance.now();
    expect(leadsToRoot(first!, others, [stranger], Date.now())).toBe(false);
    expect(leadsToRoot(first!, others, [others[0]!], Date.now())).toBe(true);
    // All ways through them are more than ten million.
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('text of quotes that are never closed is no JSON at once', () => {
    const began = performance.now();
    expect(parseStrictJson(utf8(`"${'\\"'.repeat(128 * 1024)}`), 8)).toBeNull();
    expect(parseStrictJson(utf8('['.repeat(256 * 1024)), 8)).toBeNull();
    expect(parseStrictJson(utf8(`["${'\\"'.repeat(120 * 1024)}"]`), 8)).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('log entries', () => {
  it.each([['dsse', '0.0.1', 'v1'], ['hashedrekord', '0.0.1', 'v1'], ['dsse', '0.0.2', 'v2'], ['hashedrekord', '0.0.2', 'v2']] as const)('%s %s lead to the pinned log', async (kind, version, log) => {
    const found = await report(withLog({ kind, version }), logTrust(logPins[log]));
    expect(found).toMatchObject({ verdict: 'trusted', findings: [], logEntries: [{ judged: true, valid: true, log: 'log.example', index: '1005', time: version === '0.0.1' ? '2026-09-21T14:13:20.000Z' : null }] });
  });

  it('without pinned keys are there, and not judged', async () => {
    const found = await report(withLog());
    expect(found).toMatchObject({ verdict: 'valid', findings: [], logEntries: [{ judged: false, valid: true, time: null }] });
    expect(reportLines(found).join('\n')).toContain('there, not judged');
  });

  it('have proofs for every place in trees of 1 to 20 entries, and for no other place', () => {
    const payload = utf8('payload');
    for (let size = 1; size <= 20; size++) {
      for (let index = 0; index < size; index++) {
        const { canonicalizedBody, inclusionProof } = decodeLogEntry(logFile(payload, { size, index }));
        const root = (at: number, of: number): string => {
          const found = rootByPath(leafOf(canonicalizedBody), BigInt(at), BigInt(of), inclusionProof.hashes);
          return found === null ? '' : toHex(found);
        };
        expect(root(index, size)).toBe(toHex(inclusionProof.rootHash));
        for (let other = 0; other <= size; other++) if (other !== index) expect(root(other, size)).not.toBe(toHex(inclusionProof.rootHash));
      }
    }
  });
});

describe('pins', () => {
  it.each(proofTrustBreaks)('$rule: $what', async ({ rule, trust, files }) => {
    const found = await report(files(), trust());
    expect(found.findings.map((f) => f.rule)).toContain(rule);
    expect(found.verdict).toBe('invalid');
  });

  it('of roots and logs are refused in another form', () => {
    const trust = (more: object): Uint8Array => utf8(JSON.stringify({ keyriteTrust: 1, hsmRoot: ['a'.repeat(64)], ...more }));
    const root = authority().root.der.toString('base64');
    expect(parseTrust(trust({ timestampRoots: [root], logKeys: [logPins.v1] }))).toMatchObject({ timestampRoots: [root] });
    for (const bad of [{ timestampRoots: [] }, { timestampRoots: [root, root] }, { timestampRoots: [logPins.v1] }, { timestampRoots: ['!'] }, { logKeys: [] }, { logKeys: ['!'.repeat(20)] }]) {
      expect(codeOf(() => parseTrust(trust(bad))), JSON.stringify(bad)).toBe('transcript.bad-trust');
    }
  });
});
