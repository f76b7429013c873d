/** Ids that would be mistaken for the HSM's signer, the application, or a property that every object has are refused in the plan. */
import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import { planText } from './sample-plan.ts';

describe('an id of a plan', () => {
  it.each(['hsm-root', 'keyrite', 'constructor'])('must not be %s', (id) => {
    const read = readPlan(planText.replaceAll(/\bwim\b/g, id));
    expect(read.ok).toBe(false);
    expect(read.problems.some((p) => p.sentence.includes('reserved'))).toBe(true);
  });
});
