/** Every CKR becomes one of our codes with a sentence; what the standard does not have is named as it came, and nothing else leaves. */
import pkcs11 from 'pkcs11js';
import { describe, expect, it } from 'vitest';
import { RefusalError, refusal } from '../../../../core/refusals/refusal.ts';
import { CkrError, timed } from '../raw-calls.ts';
import { ckrTable } from './ckr-table.ts';
import { refusalOf, sessionIsGone } from './errors.ts';

const listed = Object.entries(pkcs11).filter((entry): entry is [string, number] => entry[0].startsWith('CKR_') && typeof entry[1] === 'number');
const NOT_A_REFUSAL = new Set(['CKR_OK', 'CKR_VENDOR_DEFINED']);

describe('the table', () => {
  it.each(listed.filter(([name]) => !NOT_A_REFUSAL.has(name)))('has %s under its number', (name, rv) => {
    expect(ckrTable.get(rv)?.[0]).toBe(name);
  });

  it('has more than pkcs11js lists, and no name twice', () => {
    expect(ckrTable.size).toBeGreaterThan(listed.length);
    expect(new Set([...ckrTable.values()].map(([name]) => name)).size).toBe(ckrTable.size);
  });

  it.each([...ckrTable])('%i is a whole sentence', (rv) => {
    const { code, detail } = refusalOf(new CkrError(rv, 'C_Test'));
    const { sentence } = refusal(code, detail);
    expect(sentence).toMatch(/^[A-Z].*\.$/s);
    expect(sentence).not.toMatch(/[{}]/);
  });
});

describe('what is not in the table', () => {
  it.each([[0x80000007, 'CKR_VENDOR_DEFINED+0x7'], [0x9999, 'CKR 0x9999']])('%i is named', (rv, ckr) => {
    expect(refusalOf(new CkrError(rv, 'C_Sign'))).toMatchObject({ code: 'hsm.unknown-answer', detail: { ckr, call: 'C_Sign' } });
  });

  it('a mistake of the program leaves as its kind only', () => {
    expect(refusalOf(new TypeError('the PIN is 1234'))).toEqual({ code: 'hsm.worker-fault', detail: { kind: 'TypeError' } });
  });

  it('a refusal stays what it is', () => {
    expect(refusalOf(new RefusalError('hsm.no-key-wrap'))).toMatchObject({ code: 'hsm.no-key-wrap' });
  });
});

describe('the three shapes of an error of pkcs11js', () => {
  const throwing = (error: Error): (() => unknown) => {
    const module = timed({ C_Logout: () => { throw error; } } as unknown as pkcs11.PKCS11, { calls: 0, milliseconds: 0 });
    return () => module.C_Logout(Buffer.alloc(8));
  };

  it.each([
    ['a code', Object.assign(new Error('CKR_DEVICE_REMOVED'), { code: 50 })],
    ['a plain error', new Error('CKR_DEVICE_REMOVED:50')],
    ['a plain error with code 0', Object.assign(new Error('CKR_DEVICE_REMOVED:50'), { code: 0 })],
  ])('%s is one kind of error beyond raw-calls', (_shape, error) => {
    expect(throwing(error)).toThrow(expect.objectContaining({ name: 'CkrError', rv: 50, call: 'C_Logout' }) as Error);
  });

  it('counts and times calls, those that fail too', () => {
    const watch = { calls: 0, milliseconds: 0 };
    const module = timed({ C_Logout: () => { throw new Error('CKR_GENERAL_ERROR:5'); } } as unknown as pkcs11.PKCS11, watch);
    expect(() => module.C_Logout(Buffer.alloc(8))).toThrow();
    expect(watch.calls).toBe(1);
    expect(watch.milliseconds).toBeGreaterThanOrEqual(0);
  });
});

describe('a session', () => {
  it('is gone with its device, also where a refusal was made of the answer', () => {
    const gone = new CkrError(0x32, 'C_Sign');
    expect(sessionIsGone(gone)).toBe(true);
    expect(sessionIsGone(new RefusalError('hsm.check-unavailable', {}, { cause: gone }))).toBe(true);
    expect(sessionIsGone(new CkrError(0xa0, 'C_Login'))).toBe(false);
  });
});
