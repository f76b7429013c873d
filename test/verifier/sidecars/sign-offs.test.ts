/** Sign-offs of a whole bundle: what the report says of them, what pins of officers demand, and that nothing else of the report changes. */
import { describe, expect, it } from 'vitest';
import { sidecarName } from '../../../src/core/sidecars/names.ts';
import { decodeEnvelope } from '../../../src/core/transcript/dsse.ts';
import { parseStatement } from '../../../src/core/transcript/statement.ts';
import { newFindings } from '../../../src/verifier/findings.ts';
import { printable, reportLines } from '../../../src/verifier/print-report.ts';
import { judgeSignOff } from '../../../src/verifier/sidecars/sign-offs.ts';
import { parseTrust } from '../../../src/verifier/trust.ts';
import { verifyBundle } from '../../../src/verifier/verify-bundle.ts';
import { utf8 } from '../../../src/core/bytes/bytes.ts';
import { codeOf } from '../code-of.ts';
import { memorySource } from '../memory-source.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { accepting, draftOf, officers, omarAccepting, put, refusing, signed, signedOff } from './sample-sign-offs.ts';
import { officerPins, pinned, sidecarTrustBreaks } from './sidecar-trust-breaks.ts';

const report = (files: ReadonlyMap<string, Uint8Array>, trust?: ReturnType<typeof pinned>): ReturnType<typeof verifyBundle> => verifyBundle(memorySource(files), trust === undefined ? {} : { trust });

describe('sign-offs', () => {
  it('are not there in a bundle without them', async () => {
    expect(await report(sampleBundle())).toMatchObject({ verdict: 'valid', findings: [], signOffs: [], timestamps: [], logEntries: [] });
  });

  it('change nothing of the report but their list', async () => {
    const { signOffs, ...rest } = await report(signedOff(accepting));
    const { signOffs: none, ...before } = await report(sampleBundle());
    expect(rest).toEqual(before);
    expect(none).toEqual([]);
    expect(signOffs).toEqual([
      { file: expect.stringMatching(/^sidecars\/sign-off-[0-9a-f]{16}\.dsse\.json$/), officer: { name: 'Olga Reviewer', role: 'compliance officer' }, decision: 'accepted', reasons: 'Every step is there, and no deviation is open.', time: '2026-02-02T10:00:00.000Z', keySha256: officerPins.olga, valid: true, pinned: false },
    ]);
  });

  it('of several officers stand side by side, and a refusal is a warning that is shown', async () => {
    const found = await report(signedOff(refusing, omarAccepting));
    expect(found).toMatchObject({ verdict: 'valid', errors: 0, warnings: 1 });
    expect(found.findings[0]).toMatchObject({ rule: 'R-SIGNOFF-06', severity: 'warning', file: found.signOffs.find((s) => s.decision === 'refused')?.file });
    const printed = reportLines(found).join('\n');
    expect(printed).toContain('REFUSED: Olga Reviewer, compliance officer');
    expect(printed).toContain('accepted: Omar Second, auditor');
    expect(printed).toContain('The witness is not the one in the duty list.');
  });

  it('that name the warning they saw are complete', async () => {
    const files = sampleBundle({ predicate: (p) => ({ ...p, signers: p.signers.map((s) => (s.id === 'wim' ? { ...s, required: false } : s)) }) });
    const before = await report(files);
    expect(before.findings.map((f) => f.rule)).toEqual(['R-STMT-07']);
    const seen = signed(draftOf(files, { warnings: [{ rule: 'R-STMT-07', event: null }] }));
    put(files, seen);
    expect((await report(files)).findings.map((f) => f.rule)).toEqual(['R-STMT-07']);
  });

  it('are trusted where enough pinned officers accepted', async () => {
    expect(await report(signedOff(accepting), pinned(1, officerPins.olga))).toMatchObject({ verdict: 'trusted', findings: [], signOffs: [{ pinned: true }] });
    expect(await report(signedOff(accepting, omarAccepting), pinned(2, officerPins.olga, officerPins.omar))).toMatchObject({ verdict: 'trusted', findings: [] });
    // The refusal of somebody who is not pinned is shown, and decides nothing.
    expect(await report(signedOff(refusing, omarAccepting), pinned(1, officerPins.omar))).toMatchObject({ verdict: 'trusted', warnings: 1 });
  });

  it.each(sidecarTrustBreaks)('$rule: $what', async ({ rule, trust, files }) => {
    const found = await report(files(), trust);
    expect(found.verdict).toBe('invalid');
    expect(found.findings.map((f) => f.rule)).toContain(rule);
  });

  it('cannot speak to the terminal', async () => {
    const found = await report(signedOff((f) => signed(draftOf(f, { reasons: 'ok\u001b[2J', officer: { name: 'Olga\u202e Reviewer', role: 'x\u009b', spki: officers.olga.spki } }))));
    for (const line of reportLines(found)) expect(line).toBe(printable(line));
  });

  it('are refused by every byte: none of a sign-off can be changed', async () => {
    const files = sampleBundle();
    const bytes = accepting(files);
    const whole = await report(files);
    expect(whole.verdict).toBe('valid');
    // The name is made to fit, so that nothing but the content speaks.
    const { payload, signatures } = decodeEnvelope(files.get('statement.dsse.json')!);
    const signedStatement = { statement: parseStatement(payload), payload, signatures };
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.map((b, i) => (i === at ? b ^ 1 : b));
      const findings = newFindings();
      judgeSignOff({ findings, signed: signedStatement, statementSha256: whole.statementSha256!, plan: null, registered: new Set(), warnings: [], trust: null }, sidecarName('signOff', changed), changed);
      expect(findings.errors, `byte ${at}`).toBeGreaterThan(0);
    }
  });

  it('have pins that are refused where they cannot be met or say one key twice', () => {
    const trust = (officersPin: unknown): Uint8Array => utf8(JSON.stringify({ keyriteTrust: 1, hsmRoot: ['a'.repeat(64)], officers: officersPin }));
    const { olga } = officerPins;
    expect(parseTrust(trust({ threshold: 1, keys: [olga] })).officers).toEqual({ threshold: 1, keys: [olga] });
    for (const bad of [{ threshold: 2, keys: [olga] }, { threshold: 1, keys: [olga, olga] }, { threshold: 0, keys: [olga] }, { threshold: 1, keys: [] }, { threshold: 1, keys: [olga], more: 1 }]) {
      expect(codeOf(() => parseTrust(trust(bad)))).toBe('transcript.bad-trust');
    }
    expect(codeOf(() => parseTrust(utf8(JSON.stringify({ keyriteTrust: 1, officers: { threshold: 1, keys: [olga] } }))))).toBe('transcript.bad-trust');
  });
});
