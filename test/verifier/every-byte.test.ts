/** Exhaustive: every single byte of every file of a small bundle, the signed payload among them, is changed in turn, and the bundle is found invalid each time. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { judgeBundle } from '../../src/verifier/verify-bundle.ts';
import { memorySource } from './memory-source.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const folder = path.resolve(import.meta.dirname, '../vectors/keyrite-bundle-1/bundle');
const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
const files = new Map(names.map((name) => [name, new Uint8Array(readFileSync(path.join(folder, name)))]));

/** Pieces of a file, each a test of its own, so that a busy machine does not run out of the time of one. */
const PIECE = 1000;
const pieces = names.flatMap((name) => Array.from({ length: Math.ceil(files.get(name)!.length / PIECE) }, (_unused, piece) => [name, piece * PIECE] as const));

it.each(pieces)('%s from byte %i', async (name, from) => {
  const bytes = files.get(name)!.slice();
  const source = memorySource(new Map([...files, [name, bytes]]));
  for (let at = from; at < Math.min(from + PIECE, bytes.length); at++) {
    const bit = 1 << (at % 8);
    bytes[at]! ^= bit;
    const { report, verified } = await judgeBundle(source, { stopAtFirstError: true });
    if (report.verdict !== 'invalid' || verified !== null || report.errors === 0) expect.fail(`byte ${at} of ${name}: ${report.verdict}, ${report.errors} errors`);
    bytes[at]! ^= bit;
  }
  // What was put back is the bundle again: so each change was the only one.
  expect((await judgeBundle(source, { stopAtFirstError: true })).report.verdict).toBe('valid');
});

it('covers every byte of every file', () => {
  expect(pieces.reduce((sum, [name, from]) => sum + Math.min(PIECE, files.get(name)!.length - from), 0)).toBe([...files.values()].reduce((sum, bytes) => sum + bytes.length, 0));
});
