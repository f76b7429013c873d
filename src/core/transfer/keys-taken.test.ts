import { describe, expect, it } from 'vitest';
import { aws, awsDirect, azure, dke, google, managed, pkcs11, xks } from '../../../test/transfer/sample-targets.ts';
import { keyTypes } from '../plan/schema.ts';
import type { KeyPurpose, KeyType } from '../plan/schema.ts';
import { keyRefused } from './keys-taken.ts';
import type { TransferTarget } from './targets.ts';

const takes = (target: TransferTarget, purpose: KeyPurpose): readonly KeyType[] => keyTypes.filter((type) => keyRefused(target, { type, purpose }) === null);

describe('what a target takes', () => {
  it('is what its documentation says', () => {
    const pairs: readonly KeyType[] = ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096'];
    expect(takes(azure, 'signing')).toEqual(pairs);
    expect(takes(managed, 'key-wrapping')).toEqual(keyTypes);
    expect(takes(aws, 'signing')).toEqual(pairs);
    expect(takes(awsDirect, 'master-wrapping')).toEqual(['aes-256']);
    expect(takes(google, 'key-wrapping')).toEqual(keyTypes);
    expect(takes(pkcs11, 'key-wrapping')).toEqual(keyTypes);
    expect(takes(dke, 'key-wrapping')).toEqual(['rsa-3072', 'rsa-4096']);
    expect(takes(dke, 'signing')).toEqual([]);
    expect(takes(dke, 'root-signing')).toEqual([]);
    expect(takes(xks, 'data-encryption')).toEqual(['aes-256']);
  });

  it('is refused with the reason', () => {
    const found = keyRefused(aws, { type: 'aes-256', purpose: 'master-wrapping' });
    expect(found?.code).toBe('transfer.key-not-taken');
    expect(found?.sentence).toContain('RSAES_OAEP only');
    for (const [target, type] of [[azure, 'aes-256'], [dke, 'aes-256'], [xks, 'rsa-4096'], [awsDirect, 'ec-p384']] as const) expect(keyRefused(target, { type, purpose: 'key-wrapping' })?.code).toBe('transfer.key-not-taken');
  });
});
