/** Long records: the verifier's memory does not grow with the number of events, and lines are cut right at any chunk size. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { linesOf } from '../../src/verifier/lines.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { memorySource } from './memory-source.ts';
import { sampleBundle } from './sample-bundle.ts';
import { writeLongBundle } from './sample-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-stream-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function onDisk(entries: number): string {
  const path = join(folder, String(entries));
  writeLongBundle(path, entries);
  return path;
}

/** Greatest heap in use, in MB, seen by a process of its own while it verifies. */
function peak(path: string): { readonly exit: number; readonly megabytes: number } {
  const script = `
    import { verifyCommand } from './src/cli/verify.ts';
    let most = 0;
    // Sampled between chunks, after a full collection: what is in use, not what is waiting to be freed.
    const look = setInterval(() => { globalThis.gc(); most = Math.max(most, process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers); }, 60);
    const exit = await verifyCommand([process.argv[1]], { out() {}, err() {} });
    clearInterval(look);
    console.log(JSON.stringify({ exit, megabytes: most / 1e6 }));`;
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script, path], { encoding: 'utf8', cwd: new URL('../..', import.meta.url) })) as { exit: number; megabytes: number };
}

it('takes no more memory for 20,000 events than for 2,000', () => {
  const small = peak(onDisk(2000));
  const large = peak(onDisk(20_000));
  expect([small.exit, large.exit]).toEqual([3, 3]);
  // The larger record is 4 MB on disk; were it held, or a fact of each event kept, this could not hold.
  expect(large.megabytes - small.megabytes).toBeLessThan(3);
});

it('reads the same at any chunk size', async () => {
  const files = sampleBundle();
  for (const chunk of [1, 7, 4096, 10_000_000]) expect(await verifyBundle(memorySource(files, chunk))).toMatchObject({ verdict: 'valid', findings: [] });
});

it('cuts lines at their line feeds and refuses one that is too long', async () => {
  const cut = async (text: string, chunk: number, max: number): Promise<readonly string[]> => {
    const lines: string[] = [];
    const bytes = new TextEncoder().encode(text);
    for await (const line of linesOf(memorySource(new Map([['x', bytes]]), chunk).open('x'), max)) lines.push(new TextDecoder().decode(line.bytes) + (line.ended ? '|' : ''));
    return lines;
  };
  for (const chunk of [1, 2, 3, 100]) {
    expect(await cut('ab\n\nabc\nd', chunk, 3)).toEqual(['ab|', '|', 'abc|', 'd']);
    expect(await cut('', chunk, 3)).toEqual([]);
    for (const text of ['abcd\n', 'abcd', 'a\nabcd\n']) await expect(cut(text, chunk, 3)).rejects.toThrow(RefusalError);
  }
});
