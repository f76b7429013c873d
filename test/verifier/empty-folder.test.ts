/** A folder that holds nothing is listed by no statement, and is refused like any other thing that does not belong into a bundle. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';

it.each(['evil', 'documents/sub', 'keys/more'])('an empty folder %s is refused', async (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-empty-'));
  try {
    cpSync(join(import.meta.dirname, '../vectors/keyrite-bundle-1/bundle'), folder, { recursive: true });
    expect((await verifyBundle(directorySource(folder))).findings.filter((f) => f.severity === 'error')).toEqual([]);
    mkdirSync(join(folder, name), { recursive: true });
    const { findings } = await verifyBundle(directorySource(folder));
    expect(findings.some((f) => f.rule === 'R-FILE-01' && f.file?.startsWith(name) === true)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
