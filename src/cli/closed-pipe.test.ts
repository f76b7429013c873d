/** A pipe that its reader closes ends a command quietly, and never with the exit code of a verdict. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bundle = 'test/vectors/keyrite-bundle-1/bundle';

/** Runs `command` into a reader that ends at once; its exit code, and what was said to standard error. */
function intoNobody(command: string): string {
  return execFileSync('bash', ['-c', `{ ${command} 2>&3 | true; echo "exit \${PIPESTATUS[0]}"; } 3>&1`], { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1' } }).trim();
}

describe('a reader that ends', { timeout: 60_000 }, () => {
  it.each([
    ['keyrite verify', `"${process.execPath}" bin/keyrite.mjs verify ${bundle}`],
    ['keyrite export', `"${process.execPath}" bin/keyrite.mjs export ${bundle} --format ocsf`],
    ['keyrite-verify', `"${process.execPath}" src/cli/keyrite-verify.ts ${bundle} --json`],
  ])('ends %s with 141, and without a trace', (_name, command) => {
    expect(intoNobody(command)).toBe('exit 141');
  });
});
