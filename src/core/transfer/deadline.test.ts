import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { aws, azure, dke, google, pkcs11, xks } from '../../../test/transfer/sample-targets.ts';
import { deadline, requireInTime } from './deadline.ts';

const token = { ...aws, validUntil: '2026-11-25T10:30:00Z' };

describe('the countdown', () => {
  it.each([
    ['2026-11-24T10:30:00Z', '1 day 0 hours', 86_400],
    ['2026-11-24T10:30:00.001Z', '23 hours 59 minutes', 86_399],
    ['2026-11-25T09:29:00Z', '1 hour 1 minute', 3660],
    ['2026-11-25T10:28:30Z', '1 minute', 90],
    ['2026-11-25T10:29:59Z', 'less than a minute', 1],
  ])('at %s leaves %s', (now, left, seconds) => {
    expect(deadline(token, now)).toEqual({ until: token.validUntil, sentence: `The import token of AWS KMS is valid until 2026-11-25T10:30:00Z: ${left} left.`, seconds, refused: null });
  });

  it('is over at the very second, and after it', () => {
    for (const now of ['2026-11-25T10:30:00Z', '2026-11-25T10:29:59.500Z', '2027-01-01T00:00:00Z']) {
      const found = deadline(token, now)!;
      expect(found.refused?.code).toBe('transfer.expired');
      expect(found.sentence).toBe(found.refused?.sentence);
      expect(found.sentence).toContain(token.validUntil);
      expect(found.seconds).toBeLessThanOrEqual(0);
      expect(codeOf(() => requireInTime(token, now))).toBe('transfer.expired');
    }
    expect(requireInTime(token, '2026-11-25T10:29:59Z')?.seconds).toBe(1);
  });

  it('doubts a period that the target never gives', () => {
    expect(deadline(token, '2026-11-24T10:29:58Z')!.sentence).toMatch(/longer than 24 hours: compare/);
    const job = { ...google, expires: '2026-11-27T10:30:00Z' };
    expect(deadline(job, '2026-11-24T10:30:00Z')!.sentence).toBe('The import job of Google Cloud KMS is valid until 2026-11-27T10:30:00Z: 3 days 0 hours left.');
    expect(deadline(job, '2026-11-24T10:29:58Z')!.sentence).toMatch(/longer than 3 days: compare/);
  });

  it('is none for the others', () => {
    for (const target of [azure, pkcs11, dke, xks]) expect(deadline(target, '2026-11-24T10:30:00Z')).toBeNull();
  });

  it.each(['', 'now', '2026-11-24', '2026-11-24T10:30:00', '2026-11-24T10:30:00+00:00', '2026-11-24T25:30:00Z'])('refuses "%s" as the time now', (now) => {
    expect(codeOf(() => deadline(token, now))).toBe('transfer.bad-time');
  });
});
