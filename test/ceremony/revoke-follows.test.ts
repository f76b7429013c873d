/** A revocation follows a signed statement: without one there is no plan of this kind (docs/adr/0056). */
import { expect, it } from 'vitest';
import { nothingInherited } from '../../src/core/lineage/types.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import { laterText } from './later-plans.ts';

const digest = 'ab'.repeat(32);

it('refuses a plan that follows nothing, at its place', () => {
  const text = laterText('revoke', { ...nothingInherited, statement: digest }, { sets: [] });
  expect(readPlan(text).ok).toBe(true);
  const read = readPlan(text.replace(`'${digest}'`, 'null'));
  expect(read.ok).toBe(false);
  expect(read.problems.filter((p) => p.severity === 'error').map((p) => p.path)).toEqual(['follows']);
});
