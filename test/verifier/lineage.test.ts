/** Bundles as one lineage: a whole one is found to be one in whatever order it is given, and every break is named with the bundle it is in. */
import { describe, expect, it, vi } from 'vitest';
import { verifyLineage } from '../../src/verifier/lineage.ts';
import { lineageLines } from '../../src/verifier/print-lineage.ts';
import { rules } from '../../src/verifier/rules.ts';
import { judged, lineageBreaks, wholeLineage } from './lineage-breaks.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

describe('a whole lineage', () => {
  it('is one, whatever order its bundles are given in', async () => {
    const bundles = await judged(wholeLineage());
    expect(bundles.map((b) => [b.name, b.report.verdict])).toEqual(bundles.map((b) => [b.name, 'valid']));
    for (const given of [bundles, [...bundles].reverse(), [...bundles.slice(3), ...bundles.slice(0, 3)]]) {
      const report = verifyLineage(given);
      expect(report.findings).toEqual([]);
      expect(report.order.map((m) => m.name)).toEqual(['generated', 'rotated', 'checked', 'reshared', 'restored', 'destroyed']);
      expect(report.order.slice(1).map((m) => m.previous)).toEqual(report.order.slice(0, -1).map((m) => m.statementSha256));
    }
    expect(lineageLines(verifyLineage(bundles))).toContain('ONE LINEAGE');
  });

  it('is one with a single first ceremony', async () => {
    expect(verifyLineage((await judged(wholeLineage())).slice(0, 1))).toMatchObject({ errors: 0, warnings: 0 });
  });
});

describe('a break', () => {
  it.each(lineageBreaks)('$rule: $what', async ({ rule, files, change, at }) => {
    const bundles = await judged(files());
    const report = verifyLineage(change?.(bundles) ?? bundles);
    const finding = report.findings.find((f) => f.rule === rule);
    expect(finding, report.findings.map((f) => `${f.rule} ${f.found}`).join('\n')).toMatchObject({ severity: rules[rule].severity, means: rules[rule].means });
    if (at !== undefined) expect(finding?.file).toBe(at);
    expect(rules[rule].severity === 'error' ? report.errors : report.warnings).toBeGreaterThan(0);
    expect(lineageLines(report)).toContain(report.errors > 0 ? 'NOT ONE LINEAGE' : 'ONE LINEAGE');
  });

  it('cannot write to the terminal', async () => {
    const bundles = (await judged(wholeLineage())).map((b) => ({ ...b, name: `\u001b[2J${b.name}` }));
    expect(lineageLines(verifyLineage(bundles.slice(1))).join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
