/** Timestamps and log entries of public services, recorded: what others make verifies here, and nothing of it can be exchanged. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64, utf8 } from '../../../src/core/bytes/bytes.ts';
import { readCertificate } from '../../../src/core/sidecars/der/certificate.ts';
import { leadsToRoot } from '../../../src/core/sidecars/der/timestamp.ts';
import { newFindings } from '../../../src/verifier/findings.ts';
import { judgeLogEntry } from '../../../src/verifier/sidecars/log-entries.ts';
import type { LogReport, TimestampReport } from '../../../src/verifier/sidecars/sidecar-report.ts';
import { judgeTimestamp } from '../../../src/verifier/sidecars/timestamps.ts';
import { recordedLogs, recordedStamps } from './recorded.ts';
import type { RecordedLog, RecordedStamp } from './recorded.ts';
import { logPins } from './sample-logs.ts';

function stamp(recorded: RecordedStamp, { roots = recorded.authority, stamped = fromBase64(recorded.stamped), bytes = fromBase64(recorded.timestamp) }: { readonly roots?: readonly string[] | null; readonly stamped?: Uint8Array; readonly bytes?: Uint8Array } = {}): { readonly report: TimestampReport | null; readonly rules: readonly string[] } {
  const findings = newFindings();
  return { report: judgeTimestamp({ findings, roots, payload: stamped, ended: null }, 'recorded', bytes), rules: findings.list.map((f) => f.rule) };
}
function log(recorded: RecordedLog, { logKeys = recorded.logKeys, payload = fromBase64(recorded.payload), entry = recorded.tlogEntry }: { readonly logKeys?: readonly string[] | null; readonly payload?: Uint8Array; readonly entry?: unknown } = {}): { readonly report: LogReport | null; readonly rules: readonly string[] } {
  const findings = newFindings();
  return { report: judgeLogEntry({ findings, logKeys, payload }, 'recorded', utf8(JSON.stringify({ tlogEntries: [entry] }))), rules: findings.list.map((f) => f.rule) };
}
const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((b, i) => (i === at ? b ^ 1 : b));

describe.each(recordedStamps)('a recorded timestamp of $name', (recorded) => {
  const [leaf, issuer] = recorded.authority;

  it('verifies, and its certificate leads to the one that issued it', () => {
    expect(stamp(recorded)).toEqual({ rules: [], report: { file: 'recorded', time: recorded.time, authority: recorded.subject, judged: true, valid: true } });
    const [one, other] = [readCertificate(fromBase64(leaf)), readCertificate(fromBase64(issuer))];
    const time = Date.parse(recorded.time);
    expect(leadsToRoot(one, [], [other], time)).toBe(true);
    expect(leadsToRoot(one, [other], [], time)).toBe(false);
    expect(leadsToRoot(other, [], [one], time)).toBe(false);
    expect(leadsToRoot(one, [], [other], Date.UTC(2036, 0, 1))).toBe(false);
  });

  it('is refused of something else, and with another signature', () => {
    expect(stamp(recorded, { stamped: utf8('something else') }).rules).toEqual(['R-STAMP-02']);
    const bytes = fromBase64(recorded.timestamp);
    expect(stamp(recorded, { bytes: flipped(bytes, recorded.signatureEnds - 1) }).rules).toEqual(['R-STAMP-03']);
  });

  it('is judged where its certificate is known, and told where nothing is pinned', () => {
    const alone = stamp(recorded, { roots: [issuer] });
    // Sigstore's tokens do not hold their certificate.
    expect(alone.rules).toEqual(recorded.holdsCertificate ? [] : ['R-STAMP-03']);
    expect(stamp(recorded, { roots: null })).toMatchObject({ rules: [], report: { judged: false } });
    expect(stamp(recorded, { roots: recordedStamps.filter((r) => r !== recorded).map((r) => r.authority[1]) }).rules).toEqual([recorded.holdsCertificate ? 'R-STAMP-04' : 'R-STAMP-03']);
  });
});

describe.each(recordedLogs)('a recorded log entry of $name', (recorded) => {
  it('verifies under the key of the log', () => {
    expect(log(recorded)).toEqual({ rules: [], report: { file: 'recorded', log: recorded.origin, index: recorded.tlogEntry.logIndex, time: recorded.time, judged: true, valid: true } });
    expect(log(recorded, { logKeys: null })).toMatchObject({ rules: [], report: { judged: false, time: null } });
  });

  it('is refused of something else, of another log, with another body, at another place, with another root', () => {
    expect(log(recorded, { payload: utf8('something else') }).rules).toEqual(['R-LOG-04']);
    expect(log(recorded, { logKeys: [logPins.v2] }).rules).toEqual(recorded.time === null ? ['R-LOG-05'] : ['R-LOG-05', 'R-LOG-06']);
    const { tlogEntry } = recorded;
    const body = fromBase64(tlogEntry.canonicalizedBody);
    expect(log(recorded, { entry: { ...tlogEntry, canonicalizedBody: toBase64(flipped(body, body.length - 8)) } }).rules).toContain('R-LOG-02');
    const proof = (change: object): unknown => ({ ...tlogEntry, inclusionProof: { ...tlogEntry.inclusionProof, ...change } });
    expect(log(recorded, { entry: proof({ logIndex: String(Number(tlogEntry.inclusionProof.logIndex) - 1) }) }).rules).toEqual(['R-LOG-02']);
    expect(log(recorded, { entry: proof({ hashes: tlogEntry.inclusionProof.hashes.slice(1) }) }).rules).toEqual(['R-LOG-02']);
    expect(log(recorded, { entry: proof({ rootHash: toBase64(new Uint8Array(32)) }) }).rules).toEqual(['R-LOG-02', 'R-LOG-03']);
    const { envelope } = tlogEntry.inclusionProof.checkpoint;
    const size = String(Number(tlogEntry.inclusionProof.treeSize) + 1);
    expect(log(recorded, { entry: proof({ checkpoint: { envelope: envelope.replace(`\n${tlogEntry.inclusionProof.treeSize}\n`, `\n${size}\n`) } }) }).rules).toEqual(['R-LOG-03', 'R-LOG-05']);
  });
});

describe.each(recordedLogs.filter((r) => r.time !== null))('a recorded log entry with a signed time, of $name', (recorded) => {
  it('has a time that the log signed, and no other', () => {
    expect(log(recorded, { entry: { ...recorded.tlogEntry, integratedTime: String(Date.parse(recorded.time!) / 1000 + 1) } }).rules).toEqual(['R-LOG-06']);
    expect(log(recorded, { entry: { ...recorded.tlogEntry, logIndex: '1' } }).rules).toEqual(['R-LOG-06']);
  });
});

it('every recorded sample says where it is from', () => {
  for (const name of ['sigstore-staging-2025', 'sigstore-public-2026', 'microsoft-timestamp-2025']) expect(readFileSync(new URL(`../../vectors/${name}/README.md`, import.meta.url), 'utf8')).toContain('Recorded, not made here');
});
