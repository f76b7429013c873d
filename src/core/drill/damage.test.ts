/** A damaged share is refused as damaged, in either of its two forms, and only the one that is meant is named. */
import { expect, it } from 'vitest';
import { toSymbols, ALPHABET } from '../shares/base32.ts';
import { judgeShare } from '../shares/judge.ts';
import { encodeShare } from '../shares/share-format.ts';
import { damageShare, whichShare } from './damage.ts';

const record = (): Uint8Array => encodeShare({ set: '7K3M9QXT', index: 2, threshold: 2, count: 3, value: new Uint8Array(33).fill(7) });
const code = (): Uint8Array => Uint8Array.from(toSymbols(record()), (symbol) => ALPHABET.charCodeAt(symbol));
const judged = (bytes: Uint8Array): string => {
  const answer = judgeShare(bytes, { set: '7K3M9QXT', commitments: [], voidSets: [], alreadyRead: [] });
  return answer.ok ? 'taken' : answer.refusal.code;
};

it.each([['record', record], ['code', code]] as const)('damages the %s', (_form, make) => {
  const bytes = make();
  expect(whichShare(bytes)).toEqual({ set: '7K3M9QXT', index: 2 });
  expect(judged(bytes)).toBe('share.altered');
  damageShare(bytes);
  expect(judged(bytes)).toBe('share.damaged');
  expect(whichShare(bytes)).toBeNull();
});

it('knows what is no share', () => {
  expect(whichShare(new Uint8Array(50))).toBeNull();
});
