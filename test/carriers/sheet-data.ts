/** Sheets to test with, of a set made anew each time. */
import { encodeShare, setIdOf } from '../../src/core/shares/share-format.ts';
import { splitSecret } from '../../src/core/shares/split.ts';
import { encodePackage } from '../../src/core/shares/package-file.ts';
import { toBase64, toHex } from '../../src/core/bytes/bytes.ts';
import type { PackageSheetData, ShareSheetData } from '../../src/core/ports/ports.ts';
import { commit } from '../../src/core/shares/commitment.ts';
import type { Commitment } from '../../src/core/shares/types.ts';
import { randomBytes } from 'node:crypto';

const about = { ceremonyId: 'KC-2026-11-24-A', title: 'HYOK root and master keys 2026', organisation: 'Northfield Health', rehearsal: true, threshold: 3, count: 5, madeAt: '2026-11-24T14:51:07.123Z' } as const;
const words = 'stopwatch paramount watchword pocketful';

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export interface TestSet {
  readonly set: string;
  readonly records: readonly Uint8Array[];
  readonly commitments: readonly Commitment[];
}

export async function makeSet(): Promise<TestSet> {
  const set = setIdOf(random(5));
  const values = await splitSecret(random(32), { threshold: 3, count: 5 });
  const records = values.map((value, i) => encodeShare({ set, index: i + 1, threshold: 3, count: 5, value }));
  const commitments = records.map((record, i) => {
    const salt = random(16);
    return { index: i + 1, salt: toHex(salt), commitment: commit(record, salt) };
  });
  return { set, records, commitments };
}

export function shareSheetOf(set: TestSet, index: number, change: Partial<ShareSheetData> = {}): ShareSheetData {
  return {
    ...about, setId: set.set, index, custodian: 'Maria Lindqvist', restores: ['root (EC P-384)', 'master (AES-256)'],
    checks: [{ label: 'root fingerprint', value: words }, { label: 'master check value', value: 'E3B1 041A C5' }], share: set.records[index - 1]!, ...change,
  };
}

/** A package of `count` keys whose wrapped form is `length` bytes long. */
export function packageSheetOf(set: TestSet, count: number, length: number, change: Partial<PackageSheetData> = {}): PackageSheetData {
  const names = Array.from({ length: count }, (_, i) => `key-${i + 1}`);
  const bytes = encodePackage({
    v: 1, ceremony: about.ceremonyId, mode: 'rehearsal', set: set.set, threshold: 3, count: 5, commitments: set.commitments,
    keys: names.map((name) => ({ name, type: 'aes-256', purpose: 'master-wrapping', id: toHex(random(16)), check: { kind: 'cmac', value: 'E3B1041AC5' }, wrapped: toBase64(random(length)) })),
  });
  return { ...about, setId: set.set, package: bytes, keys: names.map((name) => ({ name, type: 'AES-256', check: 'E3B1 041A C5' })), ...change };
}
