/** Where it is not known what a ceremony began with, nothing is said of what it may have begun with: only that it is not known. */
import { expect, it, vi } from 'vitest';
import { INHERITED_STATEMENT } from '../../src/core/transcript/bundle.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { later } from './later-samples.ts';
import { memorySource } from './memory-source.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

it.each(['check', 'reshare', 'rotate of the root'] as const)('a %s whose statement before is missing or another is invalid, and nothing false is said of its proof', async (name) => {
  const whole = later(name).bundle;
  const without = new Map([...whole].filter(([file]) => file !== INHERITED_STATEMENT));
  // The statement of the ceremony itself is one, too, and not the one that it follows.
  const another = new Map([...whole, [INHERITED_STATEMENT, whole.get('statement.dsse.json')!]]);
  for (const [bundle, rule] of [[without, 'R-FILE-02'], [another, 'R-INH-01']] as const) {
    const { verdict, findings } = await verifyBundle(memorySource(bundle));
    const rules = findings.map((f) => f.rule);
    expect(verdict).toBe('invalid');
    expect(rules).toContain(rule);
    expect(rules.filter((id) => ['R-PROOF-01', 'R-PROOF-02', 'R-SET-08'].includes(id))).toEqual([]);
  }
});
