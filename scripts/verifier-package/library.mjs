/** Bundles the verifier into out/verifier: the library, the sources that read a disk, and the command, with every npm package inside. Leaves nothing to be fetched. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

/** The oldest Node that the package is tested on. */
export const OLDEST = 20;

/** The licence files of the npm packages at these paths, in one text. @param {ReadonlySet<string>} packages */
function notices(packages) {
  return [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} comes without its licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the npm package that a module is of, or null. @param {string} id */
function packageOf(id) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? null;
}

/**
 * @param {string} root
 * @param {string} out
 */
export async function buildLibrary(root, out) {
  const at = (/** @type {string} */ file) => path.join(root, file);
  /** @type {Set<string>} */
  const packages = new Set();
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [{ name: 'packages', moduleParsed: ({ id }) => { const found = packageOf(id); if (found && existsSync(path.join(found, 'package.json'))) packages.add(found); } }],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      lib: { entry: { index: at('src/verifier/index.ts'), files: at('src/verifier/zip-file.ts'), 'keyrite-verify': at('src/cli/keyrite-verify.ts') }, formats: ['es'] },
      rolldownOptions: { external: [/^node:/], output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' } },
    },
  });
  writeFileSync(path.join(out, 'THIRD-PARTY.txt'), notices(packages));
}
