/** What views are given of a bundle: the entries that were verified, and nothing where they have changed since. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '../core/bytes/bytes.ts';
import { directorySource } from './directory-source.ts';
import type { BundleSource } from './source.ts';
import { judgeBundle } from './verify-bundle.ts';

const sample = directorySource(new URL('../../test/vectors/keyrite-bundle-1/bundle', import.meta.url).pathname);

async function typesIn(entries: AsyncIterable<{ readonly event: { readonly type: string } }>): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { event } of entries) types.push(event.type);
  return types;
}

describe('a verified transcript', () => {
  it('gives the entries, and every signature with its signer', async () => {
    const { report, verified } = await judgeBundle(sample);
    expect(verified).not.toBeNull();
    const types = await typesIn(verified!.entries());
    expect(types).toHaveLength(report.record!.entries);
    expect(types.at(-1)).toBe('record.ended');
    expect(verified!.signatures.map((s) => s.signer).toSorted()).toEqual(report.signers.map((s) => s.id).toSorted());
  });

  it('is not there for a bundle that is invalid', async () => {
    const without: BundleSource = { list: async () => (await sample.list()).filter((f) => f.name !== 'keys/hsm-root.pem'), open: (name) => sample.open(name) };
    const { report, verified } = await judgeBundle(without);
    expect(report.verdict).toBe('invalid');
    expect(verified).toBeNull();
  });

  it('refuses a record that was cut short after it was verified', async () => {
    let cut = false;
    const source: BundleSource = {
      list: () => sample.list(),
      async *open(name) {
        const bytes: number[] = [];
        for await (const chunk of sample.open(name)) bytes.push(...chunk);
        const whole = new Uint8Array(bytes);
        yield cut && name === 'transcript.jsonl' ? whole.subarray(0, whole.lastIndexOf(utf8('\n')[0]!, whole.length - 2) + 1) : whole;
      },
    };
    const { verified } = await judgeBundle(source);
    cut = true;
    await expect(typesIn(verified!.entries())).rejects.toMatchObject({ code: 'transcript.changed-meanwhile' });
  });
});
