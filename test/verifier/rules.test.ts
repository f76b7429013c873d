/** Every rule, broken once by a bundle that is otherwise perfectly chained and signed: the rule speaks, names the event, and the bundle is invalid. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { rules } from '../../src/verifier/rules.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { lineageBreaks } from './lineage-breaks.ts';
import { memorySource } from './memory-source.ts';
import { breaks } from './rule-breaks.ts';
import { redactionBreaks } from './redaction-breaks.ts';
import { trustBreaks } from './trust-breaks.ts';
import { sampleBundle } from './sample-bundle.ts';
import { proofTrustBreaks } from './sidecars/proof-breaks.ts';
import { sidecarTrustBreaks } from './sidecars/sidecar-trust-breaks.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

describe('rules', () => {
  it.each(['production', 'rehearsal'] as const)('find nothing in a whole %s bundle', async (mode) => {
    const report = await verifyBundle(memorySource(sampleBundle({ mode }), 997));
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ verdict: 'valid', rehearsal: mode === 'rehearsal', errors: 0, warnings: 0 });
    expect(report.signers.every((s) => s.signed && !s.pinned)).toBe(true);
  });

  it.each(breaks)('$rule: $what', async ({ rule, at, files }) => {
    const report = await verifyBundle(memorySource(files()));
    const finding = report.findings.find((f) => f.rule === rule);
    expect(finding, report.findings.map((f) => `${f.rule} ${f.found}`).join('\n')).toBeDefined();
    if (at !== undefined) expect(finding?.event ?? finding?.file).toBe(at);
    expect(finding?.event !== null || finding.file !== null).toBe(true);
    expect(finding?.means).toBe(rules[rule].means);
    // A warning alone does not make a bundle invalid, and never hides that it was given.
    if (rules[rule].severity === 'error') expect(report.verdict).toBe('invalid');
    else expect(report.warnings).toBeGreaterThan(0);
  });

  it('are each broken by a test', () => {
    const tried = new Set<string>([...breaks, ...trustBreaks, ...lineageBreaks, ...redactionBreaks, ...sidecarTrustBreaks, ...proofTrustBreaks].map((b) => b.rule));
    expect(Object.keys(rules).filter((id) => !tried.has(id))).toEqual([]);
  });

  it('are each in docs/formats, word for word', () => {
    const text = ['transcript', 'sidecars'].map((name) => readFileSync(new URL(`../../docs/formats/${name}.md`, import.meta.url), 'utf8')).join('\n');
    for (const [id, rule] of Object.entries(rules)) expect(text, id).toContain(`| ${id} | ${rule.severity} | ${rule.must} |`);
  });
});
