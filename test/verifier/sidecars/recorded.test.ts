/** A timestamp and a log entry of public services, recorded: what others make verifies here, and nothing of it can be exchanged. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64, utf8 } from '../../../src/core/bytes/bytes.ts';
import { readCertificate } from '../../../src/core/sidecars/der/certificate.ts';
import { leadsToRoot } from '../../../src/core/sidecars/der/timestamp.ts';
import { newFindings } from '../../../src/verifier/findings.ts';
import { judgeLogEntry } from '../../../src/verifier/sidecars/log-entries.ts';
import type { LogReport, TimestampReport } from '../../../src/verifier/sidecars/sidecar-report.ts';
import { judgeTimestamp } from '../../../src/verifier/sidecars/timestamps.ts';
import { logPins } from './sample-logs.ts';

interface Recorded {
  readonly signature: string;
  readonly payload: string;
  readonly timestamp: string;
  readonly authority: readonly [string, string];
  readonly tlogEntry: { readonly canonicalizedBody: string };
  readonly logKeys: readonly string[];
}
const recorded = JSON.parse(readFileSync(new URL('../../vectors/sigstore-staging-2025/recorded.json', import.meta.url), 'utf8')) as Recorded;
const [leaf, root] = recorded.authority;

function stamp({ roots = [leaf, root], payload = fromBase64(recorded.signature), bytes = fromBase64(recorded.timestamp) }: { readonly roots?: readonly string[] | null; readonly payload?: Uint8Array; readonly bytes?: Uint8Array } = {}): { readonly report: TimestampReport | null; readonly rules: readonly string[] } {
  const findings = newFindings();
  return { report: judgeTimestamp({ findings, roots, payload, ended: null }, 'recorded', bytes), rules: findings.list.map((f) => f.rule) };
}
function log({ logKeys = recorded.logKeys, payload = fromBase64(recorded.payload), entry = recorded.tlogEntry }: { readonly logKeys?: readonly string[] | null; readonly payload?: Uint8Array; readonly entry?: unknown } = {}): { readonly report: LogReport | null; readonly rules: readonly string[] } {
  const findings = newFindings();
  return { report: judgeLogEntry({ findings, logKeys, payload }, 'recorded', utf8(JSON.stringify({ tlogEntries: [entry] }))), rules: findings.list.map((f) => f.rule) };
}

describe('a recorded timestamp', () => {
  it('verifies, and its certificate leads to its root', () => {
    expect(stamp()).toEqual({ rules: [], report: { file: 'recorded', time: '2025-07-25T19:53:04.000Z', authority: 'sigstore.dev, sigstore-tsa', judged: true, valid: true } });
    const [one, other] = [readCertificate(fromBase64(leaf)), readCertificate(fromBase64(root))];
    const time = Date.UTC(2025, 6, 25);
    expect(leadsToRoot(one, [], [other], time)).toBe(true);
    expect(leadsToRoot(one, [other], [], time)).toBe(false);
    expect(leadsToRoot(other, [], [one], time)).toBe(false);
    expect(leadsToRoot(one, [], [other], Date.UTC(2036, 0, 1))).toBe(false);
  });

  it('is refused of something else, without its certificate, and with another signature', () => {
    expect(stamp({ payload: utf8('something else') }).rules).toEqual(['R-STAMP-02']);
    expect(stamp({ roots: [root] }).rules).toEqual(['R-STAMP-03']);
    expect(stamp({ roots: null })).toMatchObject({ rules: [], report: { judged: false } });
    expect(stamp({ bytes: fromBase64(recorded.timestamp).map((b, i, all) => (i === all.length - 1 ? b ^ 1 : b)) }).rules).toEqual(['R-STAMP-03']);
  });
});

describe('a recorded log entry', () => {
  it('verifies', () => {
    expect(log()).toEqual({ rules: [], report: { file: 'recorded', log: 'log2025-alpha1.rekor.sigstage.dev', index: '7131', time: null, judged: true, valid: true } });
    expect(log({ logKeys: null })).toMatchObject({ rules: [], report: { judged: false } });
  });

  it('is refused of something else, of another log, and with another body', () => {
    expect(log({ payload: utf8('something else') }).rules).toEqual(['R-LOG-04']);
    expect(log({ logKeys: [logPins.v2] }).rules).toEqual(['R-LOG-05']);
    const { canonicalizedBody } = recorded.tlogEntry;
    expect(log({ entry: { ...recorded.tlogEntry, canonicalizedBody: `${canonicalizedBody.slice(0, -8)}fX19fQ==` } }).rules).toContain('R-LOG-02');
  });
});
