import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase64, toBase64 } from './bytes.ts';

it('writes and reads base64 as Node does, and reads one spelling only (RFC 4648 section 4)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text)).toEqual(Uint8Array.from(bytes));
    }),
  );
  for (const text of ['AB==', 'AAB=', 'A===', '====', 'AA=A', '=', 'A', 'AAAA=', 'AA', 'éAAA', 'AAA=AAAA', 'AA==AAAA', 'AA-_', 'AAA\n']) expect(() => fromBase64(text), text).toThrow(RangeError);
});
