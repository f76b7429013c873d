/** The house rules about files are seen to complain, and to stay silent where all is well. */
import { describe, expect, it } from 'vitest';
import { complaintsOf } from '../../scripts/style/rules.ts';

const header = '/** Counts the shares of a set, and never reads one. */\n';
// Spelled in pieces: this file is held to the same rules.
const unfinished = ['TO', 'DO'].join('');
const machinePath = ['', 'work', ''].join('/');
const extensionless = ['.', 'b'].join('/');
const built = ['.', 'b.js'].join('/');

const whats = (file: string, text: string) => complaintsOf(file, text).map((complaint) => `${complaint.line}: ${complaint.what}`).join('; ');

describe('style rules', () => {
  it.each([
    ['src/core/count-shares.ts', `${header}import { a } from './a.ts';\n`],
    ['src/core/count-shares.test.ts', header],
    ['bin/keyrite.mjs', `#!/usr/bin/env node\n${header}`],
    ['docs/formats/share.md', '# Shares\nA share has an index.\n'],
  ])('says nothing of %s', (file, text) => {
    expect(whats(file, text)).toBe('');
  });

  it.each([
    ['a name in camelCase', 'src/core/countShares.ts', header, /kebab-case/],
    ['a missing header', 'src/core/a.ts', 'export const a = 1;\n', /^1: the file does not begin/],
    ['a header that says nothing', 'src/core/a.ts', '/** Shares */\n', /not a sentence/],
    ['an import without its extension', 'src/core/a.ts', `${header}import { b } from '${extensionless}';\n`, /^2: import "\.\/b"/],
    ['an import by the name of a built file', 'src/core/a.ts', `${header}export const b = import('${built}');\n`, /^2: import "\.\/b\.js"/],
    ['work left for later', 'src/core/a.ts', `${header}// ${unfinished}: count\n`, /unfinished/],
    ['work left for later in a document', 'docs/a.md', `Left as ${unfinished}.\n`, /^1: .*unfinished/],
    ['a path of one machine', 'docs/a.md', `See ${machinePath}main.\n`, /one machine/],
  ])('complains of %s', (_name, file, text, expected) => {
    expect(whats(file, text)).toMatch(expected);
  });
});
