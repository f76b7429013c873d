/** Requirements and rules belong together: no requirement without a rule that exists, no rule that serves nothing. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../verifier/rules.ts';
import { requirements, servedBy, standards } from './requirements.ts';

const ids = Object.keys(rules);

describe('requirements', () => {
  it('are each served by rules that exist', () => {
    for (const { id, rules: named } of requirements) for (const name of named) expect(ids.filter((rule) => rule === name || rule.startsWith(`${name}-`)), `${id}: ${name}`).not.toEqual([]);
  });

  it('say what they ask and what no transcript can show', () => {
    for (const { id, source, asks, beyond } of requirements) for (const text of [source, asks, beyond]) expect(text.length, id).toBeGreaterThan(10);
    expect(new Set(requirements.map((r) => r.id)).size).toBe(requirements.length);
    expect(standards.filter((s) => !requirements.some((r) => r.standard === s))).toEqual([]);
  });

  it('have the ids of OSCAL where they are controls of SP 800-53', () => {
    expect(requirements.flatMap((r) => r.control ?? [])).toEqual(['sc-12', 'sc-12.1', 'sc-12.2', 'sc-12.3', 'sc-13', 'au-3', 'au-9.3', 'au-10', 'au-11', 'ac-3.2', 'ac-5', 'cp-9.8']);
  });

  it('leave no rule without one', () => {
    expect(ids.filter((rule) => servedBy(rule).length === 0)).toEqual([]);
  });
});
