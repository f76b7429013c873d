/** Sidecars beside a redacted bundle: judged as beside the whole one, since they are over the statement, which is always there. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keyrite } from '../../../src/cli/keyrite.ts';
import { judgeRedacted } from '../../../src/verifier/judge-redacted.ts';
import type { RedactedReport } from '../../../src/verifier/judge-redacted.ts';
import { redactedLines } from '../../../src/verifier/print-redacted.ts';
import { redactedFiles } from '../../../src/verifier/redact.ts';
import type { Trust } from '../../../src/verifier/trust.ts';
import { judgeBundle } from '../../../src/verifier/verify-bundle.ts';
import { memorySource } from '../memory-source.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { zipOf, membersOf } from '../zip-cases.ts';
import { withLog, withStamp, stampPins, logTrust } from './proof-breaks.ts';
import { logPins } from './sample-logs.ts';
import { accepting, refusing, signedOff } from './sample-sign-offs.ts';
import type { Files } from './sample-sign-offs.ts';
import { sidecarBreaks } from './sidecar-breaks.ts';
import { officerPins, pinned } from './sidecar-trust-breaks.ts';
import { authority } from './sample-timestamps.ts';

vi.mock('../../../src/core/transcript/signature.ts', async (original) => (await import('../remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../../src/core/transcript/signature.ts')>()));

const folder = mkdtempSync(join(tmpdir(), 'keyrite-redacted-sidecars-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = sampleBundle();
let redacted: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  const { verified } = await judgeBundle(memorySource(whole));
  const out = new Map<string, Uint8Array>();
  for await (const { name, chunks } of redactedFiles(memorySource(whole), verified!, { withholds: ({ seq }) => seq % 4 === 1, files: [], shown: [] })) {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
    out.set(name, Uint8Array.from(Buffer.concat(parts)));
  }
  redacted = out;
});

/** The sidecars of a bundle, beside the redacted one. */
const beside = (files: ReadonlyMap<string, Uint8Array>): Files => new Map([...redacted, ...[...files].filter(([name]) => name.startsWith('sidecars/'))]);
const report = (files: Files, trust?: Trust): Promise<RedactedReport> => judgeRedacted(memorySource(files), trust === undefined ? {} : { trust });

describe('beside a redacted bundle', () => {
  it('an acceptance, a timestamp and a log entry are judged and told', async () => {
    const files = beside(new Map([...signedOff(accepting), ...withStamp((p) => authority().stamp(p)), ...withLog()]));
    const judged = await report(files);
    expect(judged).toMatchObject({ verdict: 'redacted', findings: [], signOffs: [{ decision: 'accepted', valid: true }], timestamps: [{ judged: false, valid: true }], logEntries: [{ judged: false, valid: true }] });
    expect(judged.partly).toEqual(expect.arrayContaining(['R-SIGNOFF-04', 'R-SIGNOFF-08']));
    expect(judged.notJudged.filter((id) => /^R-(SIDE|SIGNOFF|STAMP|LOG)-/.test(id))).toEqual([]);
    expect(redactedLines(judged).join('\n')).toMatch(/Sign-offs.*accepted[^]*Timestamps[^]*In logs/);
  });

  it('pins of officers, timestamps and logs are met or not', async () => {
    expect(await report(beside(signedOff(accepting)), pinned(1, officerPins.olga))).toMatchObject({ verdict: 'redacted', pinsMet: true });
    expect((await report(new Map(redacted), pinned(1, officerPins.olga))).findings.map((f) => f.rule)).toEqual(['R-TRUST-04']);
    expect((await report(beside(signedOff(refusing)), pinned(1, officerPins.olga))).findings.map((f) => f.rule)).toEqual(expect.arrayContaining(['R-TRUST-04', 'R-TRUST-05']));
    const stamped = beside(withStamp((p) => authority().stamp(p)));
    expect(await report(stamped, stampPins(authority().root))).toMatchObject({ verdict: 'redacted', pinsMet: true, timestamps: [{ judged: true, valid: true }] });
    expect((await report(stamped, stampPins(authority().stranger))).findings.map((f) => f.rule)).toEqual(['R-STAMP-04']);
    expect((await report(beside(withLog()), logTrust(logPins.stranger))).findings.map((f) => f.rule)).toEqual(['R-LOG-05', 'R-LOG-06']);
  });

  // What these are wrong about is not in the sidecar alone, or needs a record of its own.
  const elsewhere = new Set(['a key that was registered before a restart', 'accepted without having seen a warning', 'stamped before the ceremony ended', 'the statement names a sidecar']);
  it.each(sidecarBreaks.filter((b) => !elsewhere.has(b.what)))('$rule is broken as beside the whole one: $what', async ({ rule, files }) => {
    expect((await report(beside(files()))).findings.map((f) => f.rule)).toContain(rule);
  });
});

function onDisk(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const path = join(folder, name);
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}
async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly err: string }> {
  const err: string[] = [];
  return { exit: await keyrite(args, { out: () => undefined, err: (line) => void err.push(line) }), err: err.join('\n') };
}

describe('on a disk', () => {
  const officer = ['--decision', 'accept', '--reasons', 'r', '--name', 'n', '--role', 'r', '--key', 'none'] as const;

  it('keyrite sidecar add adds to a redacted bundle, and refuses what does not hold there', async () => {
    const path = onDisk('redacted', redacted);
    const [good, bad] = [join(folder, 'good.tsr'), join(folder, 'bad.tsr')] as const;
    const [, stamp] = [...withStamp((p) => authority().stamp(p))].find(([name]) => name.startsWith('sidecars/'))!;
    writeFileSync(good, stamp);
    writeFileSync(bad, authority().stamp(new TextEncoder().encode('something else')));
    expect(await run('sidecar', 'add', path, bad)).toMatchObject({ exit: 1, err: expect.stringMatching(/^sidecar\.would-not-hold.*R-STAMP-02/) });
    expect(await run('sidecar', 'add', path, good)).toEqual({ exit: 0, err: '' });
    expect(readdirSync(join(path, 'sidecars'))).toHaveLength(1);
    expect((await run('verify', path)).exit).toBe(3);
  });

  it('nobody signs off what they have not seen, and nothing is added to a ZIP file', async () => {
    const path = onDisk('another', redacted);
    expect(await run('sign-off', path, ...officer)).toMatchObject({ exit: 1, err: expect.stringMatching(/^sign-off\.redacted/) });
    expect(readdirSync(path)).not.toContain('sidecars');
    const zip = join(folder, 'whole.zip');
    const bytes = zipOf(membersOf(whole));
    writeFileSync(zip, bytes);
    expect(await run('sign-off', zip, ...officer)).toMatchObject({ exit: 1, err: expect.stringMatching(/^sidecar\.folder-only/) });
    expect(await run('sidecar', 'add', zip, join(folder, 'good.tsr'))).toMatchObject({ exit: 1, err: expect.stringMatching(/^sidecar\.folder-only/) });
    expect(await run('sign-off', join(folder, 'nowhere'), ...officer)).toMatchObject({ exit: 1, err: expect.stringMatching(/^transcript\.not-a-bundle/) });
  });
});
