/** Builds verify.html: script, style and typefaces in one file, under a policy that allows these and nothing else. The same sources give the same bytes. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const sha256 = (/** @type {string} */ text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * @param {string} root
 * @param {string} file Where the page is written.
 */
export async function buildPage(root, file) {
  const built = await build({
    root: path.join(root, 'src/verifier/page'),
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      cssMinify: true,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      lib: { entry: path.join(root, 'src/verifier/page/main.ts'), formats: ['iife'], name: 'keyrite', cssFileName: 'page', fileName: 'page' },
    },
  });
  const [result] = [built].flat();
  if (!result || !('output' in result)) throw new Error('the page was not built');
  const script = result.output.find((part) => part.type === 'chunk')?.code.trim();
  const style = result.output.find((part) => part.type === 'asset' && part.fileName.endsWith('.css'));
  const css = style?.type === 'asset' ? String(style.source).trim() : undefined;
  if (!script || !css || result.output.length !== 2) throw new Error(`the page is made of ${result.output.map((part) => part.fileName).join(', ')}`);
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(css) || /url\((?!["']?data:)/.test(css)) throw new Error('the script or the style cannot stand in the page');
  // SECURITY: nothing but this very script and style runs, and no request leaves the page, whatever a bundle holds.
  const policy = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(css)}; font-src data:; base-uri 'none'; form-action 'none'`;
  const fill = (/** @type {Record<string, string>} */ values) => readFileSync(path.join(root, 'src/verifier/page/page.html'), 'utf8').replace(/%([A-Z]+)%/g, (_all, name) => values[name] ?? '');
  writeFileSync(file, fill({ POLICY: policy, STYLE: css, SCRIPT: script }));
}
