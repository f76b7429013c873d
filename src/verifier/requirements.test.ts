/** The table of requirements and the table of rules fit together, and a requirement is never called met on the strength of silence. */
import { describe, expect, it } from 'vitest';
import { requirements, servedBy, serves } from '../core/requirements/requirements.ts';
import { directorySource } from './directory-source.ts';
import { requirementsOf } from './requirements.ts';
import { rules } from './rules.ts';
import type { BundleSource } from './source.ts';
import { verifyBundle } from './verify-bundle.ts';

const sample = directorySource(new URL('../../test/vectors/keyrite-bundle-1/bundle', import.meta.url).pathname);
const without = (name: string): BundleSource => ({ list: async () => (await sample.list()).filter((f) => f.name !== name), open: (file) => sample.open(file) });
const stateOf = (outcomes: ReturnType<typeof requirementsOf>): Readonly<Record<string, string>> => Object.fromEntries(outcomes.map((o) => [o.id, o.state]));

/** Rules of the form of a bundle that serve no requirement by themselves: without them nothing else could be said. */
const formOnly = /^R-(REDACT|SIDE|SIGNOFF|STAMP|LOG)-/;

describe('the table of requirements', () => {
  it('has an id of its own for each, and a sentence on what it asks and on what no transcript can show', () => {
    expect(new Set(requirements.map((r) => r.id)).size).toBe(requirements.length);
    for (const { asks, beyond } of requirements) for (const text of [asks, beyond]) expect(text).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('names rules that there are, and at least one for each requirement', () => {
    const ids = Object.keys(rules);
    for (const requirement of requirements) {
      expect(ids.filter((id) => serves(requirement, id)).length, requirement.id).toBeGreaterThan(0);
      for (const named of requirement.rules) expect(ids.some((id) => id === named || id.startsWith(`${named}-`)), `${requirement.id} ${named}`).toBe(true);
    }
  });

  it('is served by every rule', () => {
    expect(Object.keys(rules).filter((id) => !formOnly.test(id) && servedBy(id).length === 0)).toEqual([]);
  });

  it('covers what the product promises to serve', () => {
    const sources = requirements.map((r) => r.source).join('\n');
    for (const named of ['164.312(a)(2)(iv)', '164.312(b)', '164.312(c)', '164.316(b)(2)', '164.308(a)(7)', 'SP 800-57', 'SC-12', 'SC-12(1)', 'SC-12(2)', 'SC-12(3)', 'SC-13', 'AU-3', 'AU-9(3)', 'AU-10', 'AU-11', 'AC-3(2)', 'AC-5', 'CP-9(8)', '6.1.1.1', '5.4.1', 'PCI PIN']) expect(sources).toContain(named);
  });
});

describe('requirements of a record', () => {
  it('are met by a whole bundle', async () => {
    const outcomes = requirementsOf(await verifyBundle(sample));
    expect(outcomes.filter((o) => o.state !== 'met')).toEqual([]);
  });

  it('are not met, or not judged, where the bundle is invalid: never met', async () => {
    const outcomes = requirementsOf(await verifyBundle(without('keys/ann.pem')));
    expect(stateOf(outcomes)['HIPAA-164.312-c']).toBe('not-met');
    expect(outcomes.map((o) => o.state)).not.toContain('met');
  });

  it('are not judged where there is no statement or no record', async () => {
    for (const name of ['statement.dsse.json', 'transcript.jsonl']) {
      const outcomes = requirementsOf(await verifyBundle(without(name)));
      expect(outcomes.every((o) => o.state === 'not-judged' || o.state === 'not-met')).toBe(true);
    }
  });
});
