/** Ceremonies as one lineage: a whole one has no problem in whatever order it is given; every break is named. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../bytes/digest.ts';
import { utf8 } from '../bytes/bytes.ts';
import { judgeLineage, lineagesAmong } from './judge.ts';
import type { Link } from './judge.ts';

const digest = (name: string): string => sha256Hex(utf8(name));
const link = (name: string, previous: string | null, change: Partial<Link> = {}): Link => ({
  ceremony: name, kind: previous === null ? 'generate' : 'rotate', statement: digest(name), previous: previous === null ? null : digest(previous), mode: 'production',
  ended: `2026-01-${name.padStart(2, '0').slice(-2)}T12:00:00.000Z`, hsmRoot: digest('root'), ...change,
});
const chain = (length: number): Link[] => Array.from({ length }, (_, i) => link(String(i + 1), i === 0 ? null : String(i)));
const codes = (links: readonly Link[]): readonly string[] => judgeLineage(links).problems.map((p) => p.code);
const names = (links: readonly Link[]): readonly string[] => links.map((l) => l.ceremony);

describe('judgeLineage', () => {
  it('puts a whole lineage in order and finds nothing wrong, however it is shuffled', () => {
    const cases = fc.integer({ min: 1, max: 12 }).chain((n) => fc.tuple(fc.constant(n), fc.shuffledSubarray(chain(n), { minLength: n, maxLength: n })));
    fc.assert(fc.property(cases, ([n, shuffled]) => {
      const judged = judgeLineage(shuffled);
      expect(names(judged.ordered)).toEqual(names(chain(n)));
      expect(judged.problems).toEqual([]);
    }));
  });

  it('finds the one that is missing from the middle, whichever it is', () => {
    fc.assert(fc.property(fc.integer({ min: 3, max: 12 }), fc.nat(), (n, at) => {
      const missing = 1 + (at % (n - 2));
      const judged = judgeLineage(chain(n).filter((_, i) => i !== missing));
      expect(judged.problems.map((p) => [p.code, p.statements])).toEqual([['lineage.gap', [digest(String(missing + 2))]]]);
      expect(judged.ordered).toHaveLength(n - 1);
    }));
  });

  it('names a fork with both ceremonies and the one before', () => {
    const [problem] = judgeLineage([...chain(3), link('31', '2')]).problems;
    expect(problem).toMatchObject({ code: 'lineage.fork', statements: [digest('3'), digest('31')] });
    expect(problem!.sentence).toContain('(3 and 31 both follow 2)');
  });

  it('names a fork also where the one before is missing', () => {
    expect(codes([link('3', '2'), link('4', '2')])).toEqual(['lineage.fork', 'lineage.gap', 'lineage.gap']);
  });

  it('names a statement that is given twice, and keeps it once', () => {
    const judged = judgeLineage([...chain(2), chain(2)[0]!]);
    expect([judged.problems.map((p) => p.code), names(judged.ordered)]).toEqual([['lineage.reused'], ['1', '2']]);
  });

  it('names a first ceremony that follows another', () => {
    expect(codes([link('1', null), link('2', '1', { kind: 'generate' })])).toEqual(['lineage.beginning-with-past']);
  });

  it('names two beginnings, and a beginning from a package', () => {
    expect(codes([link('1', null), link('2', null)])).toEqual(['lineage.two-beginnings']);
    expect(codes([link('1', null), link('2', null, { kind: 'restore' })])).toEqual(['lineage.gap-package', 'lineage.two-beginnings']);
    expect(codes([link('2', null, { kind: 'restore' }), link('3', '2')])).toEqual(['lineage.gap-package']);
  });

  it('names a rehearsal that follows a real ceremony', () => {
    expect(codes([link('1', null), link('2', '1', { mode: 'rehearsal' })])).toEqual(['lineage.mode-mixed']);
  });

  it('names time that runs backwards, and still orders by the chain', () => {
    const judged = judgeLineage([link('1', null), link('2', '1', { ended: '2025-12-31T12:00:00.000Z' })]);
    expect([judged.problems.map((p) => p.code), names(judged.ordered)]).toEqual([['lineage.time-backwards'], ['1', '2']]);
  });

  it('names another root key, unless a rotation came before or no root signed', () => {
    const other = { hsmRoot: digest('other') };
    expect(codes([link('1', null), link('2', '1', other)])).toEqual(['lineage.root-changed']);
    expect(codes([link('1', null), link('2', '1', { kind: 'rotate' }), link('3', '2', other)])).toEqual([]);
    expect(codes([link('1', null), link('2', '1', { kind: 'check', hsmRoot: null }), link('3', '2', other)])).toEqual([]);
  });

  it('ends, and says so, where digests follow one another in a circle', () => {
    const judged = judgeLineage([link('1', '2'), link('2', '1'), link('3', '3')]);
    expect(judged.ordered).toHaveLength(3);
    expect(judged.problems.map((p) => p.code)).toContain('lineage.circle');
  });

  it('is whole where there is nothing', () => {
    expect(judgeLineage([])).toEqual({ ordered: [], problems: [] });
  });
});

describe('lineagesAmong', () => {
  it('keeps apart what does not hang together, the newest last', () => {
    const other = [link('21', null), link('22', '21')];
    const gap = [link('12', '11')];
    const among = lineagesAmong([...other, ...chain(3), ...gap].toReversed());
    expect(among.map(names)).toEqual([['1', '2', '3'], ['12'], ['21', '22']]);
  });

  it('ends where digests follow one another in a circle', () => {
    expect(lineagesAmong([link('1', '2'), link('2', '1')])).toHaveLength(1);
  });
});
