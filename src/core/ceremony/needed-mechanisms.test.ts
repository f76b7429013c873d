import { describe, expect, it } from 'vitest';
import { laterPlan } from '../../../test/lineage/sample-plans.ts';
import { missingMechanisms } from './needed-mechanisms.ts';

const all = ['CKM_EC_KEY_PAIR_GEN', 'CKM_ECDSA', 'CKM_AES_KEY_GEN', 'CKM_AES_KEY_WRAP_PAD'];
const without = (name: string): readonly string[] => all.filter((n) => n !== name);
const generate = laterPlan('generate');

describe('mechanisms that a plan needs', () => {
  it('are all there, or each is named', () => {
    expect(missingMechanisms(generate, 'primary', all)).toEqual([]);
    expect(missingMechanisms(generate, 'primary', without('CKM_EC_KEY_PAIR_GEN'))).toEqual(['CKM_EC_KEY_PAIR_GEN']);
    expect(missingMechanisms(generate, 'primary', [])).toEqual(['CKM_ECDSA', 'CKM_EC_KEY_PAIR_GEN', 'CKM_AES_KEY_GEN', 'CKM_AES_KEY_WRAP_PAD or CKM_AES_KEY_WRAP_KWP']);
  });
  it('RFC 5649 counts under either number', () => {
    expect(missingMechanisms(generate, 'spare', ['CKM_AES_KEY_WRAP_KWP'])).toEqual([]);
    expect(missingMechanisms(generate, 'spare', all.slice(0, 3))).toEqual(['CKM_AES_KEY_WRAP_PAD or CKM_AES_KEY_WRAP_KWP']);
  });
  it('a ceremony that only signs and destroys needs no key wrap', () => {
    for (const kind of ['check', 'destroy', 'revoke'] as const) expect(missingMechanisms(laterPlan(kind), 'primary', ['CKM_ECDSA'])).toEqual([]);
    expect(missingMechanisms(laterPlan('restore'), 'primary', ['CKM_ECDSA'])).toEqual(['CKM_AES_KEY_WRAP_PAD or CKM_AES_KEY_WRAP_KWP']);
  });
});
