/** docs/assurance-cases.md names files and rules that exist, and gives each claim an argument and a test. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/verifier/rules.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/assurance-cases.md'), 'utf8');
const cases = page.split(/^## /m).slice(1).map((text) => ({ title: text.split('\n')[0]!, text }));

describe('the assurance cases', () => {
  it('are one for each promise, and more', () => {
    expect(cases.length).toBeGreaterThanOrEqual(9);
  });

  it.each(cases)('$title: has an argument and a test', ({ text }) => {
    expect(text).toMatch(/^Argument: [A-Za-z].{40,}/m);
    expect(text).toMatch(/^- Tests: `/m);
  });

  it('name tests that are there', () => {
    const named = [...page.matchAll(/`((?:test|src)\/[^`]+)`/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((file) => !/\.(test|spec)\.tsx?$/.test(file) || !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('name rules that are there', () => {
    const named = [...page.matchAll(/\bR-[A-Z]+-\d\d\b/g)].map((match) => match[0]);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((id) => !(id in rules))).toEqual([]);
  });
});
