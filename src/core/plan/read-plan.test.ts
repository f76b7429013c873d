import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPlan, readPlanBytes } from './read-plan.ts';

const template = readFileSync(new URL('../../../resources/plans/hyok-3-of-5.yaml', import.meta.url));
const text = template.toString('utf8');

describe('reading a plan', () => {
  it('accepts the template and gives the fingerprint that sha256sum gives', () => {
    const result = readPlan(text);
    expect(result.problems.filter((p) => p.severity === 'error')).toEqual([]);
    expect(result.ok && result.plan.backup.threshold).toBe(3);
    expect(result.fingerprint).toBe(createHash('sha256').update(template).digest('hex'));
    expect(result.words).toHaveLength(16);
    expect(readPlanBytes(template)).toEqual(result);
  });
});
