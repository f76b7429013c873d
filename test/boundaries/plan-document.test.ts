/** The tables of docs/plan.md about kinds of ceremony say what the schemas and the table of roles say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { common } from '../../src/core/plan/fields.ts';
import { planSchemas, roles } from '../../src/core/plan/schema.ts';
import type { CeremonyKindName } from '../../src/core/plan/schema.ts';
import { neededRoles } from '../../src/core/plan/tables/needed-roles.ts';

const page = readFileSync(new URL('../../docs/plan.md', import.meta.url), 'utf8');
const kinds = Object.keys(planSchemas) as CeremonyKindName[];
const quoted = (text: string): string[] => [...text.matchAll(/`([a-zA-Z]+)`/g)].map(([, word]) => word!);
/** Fields that a row names beside the field that they stand in. */
const inner = new Set(['package', 'replaces']);
/** `pins` differs between kinds, and is explained for all of them. */
const everywhere = new Set([...Object.keys(common), 'ceremony', 'hsm']);

describe('docs/plan.md', () => {
  it.each(kinds)('gives the fields of %s', (kind) => {
    const row = page.split('\n').find((line) => line.startsWith(`| [${kind}](ceremonies/${kind}.md) |`));
    expect(row).toBeDefined();
    const own = Object.keys(planSchemas[kind].shape).filter((field) => !everywhere.has(field));
    expect(quoted(row!).filter((field) => !inner.has(field)).sort()).toEqual(own.sort());
  });

  it('names every field that all kinds have', () => {
    const sentence = /beside those that all have \(([^)]*)\)/.exec(page)![1]!;
    expect(quoted(sentence).sort()).toEqual([...everywhere].sort());
  });

  it('gives the roles that must be filled', () => {
    const words: Readonly<Record<string, string>> = { 'security-officer': 'security officer' };
    for (const kind of kinds) {
      const row = page.split('\n').find((line) => /^\| [a-z, ]+ \| [a-z, ]+ \|$/.test(line) && line.split('|')[1]!.trim().split(', ').includes(kind));
      expect(row, kind).toBeDefined();
      const needed = neededRoles[kind];
      expect(row!.split('|')[2]!.trim()).toBe(needed.length === roles.length ? 'all five' : needed.map((role) => words[role] ?? role).join(', '));
    }
  });
});
