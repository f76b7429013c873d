/** Build plugin: keeps `new URL('…', import.meta.url)` true after bundling, so that the same source line finds a worker or a resource in a checkout and in the build. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const FILE_URL = /new URL\(\s*(['"])(\.{1,2}\/[^'"]*)\1\s*,\s*import\.meta\.url\s*\)/g;
const ROOT = '__KEYRITE_ROOT__';

/**
 * `new URL('./worker.ts', import.meta.url)` becomes an entry file of its own; any other target inside `root` becomes a path from the
 * built file to that same file or folder (the package ships `resources/` beside `out/`). `outDir` is relative to `root`.
 */
export function fileUrls(options: { readonly root: string; readonly outDir: string }): Plugin {
  return {
    name: 'keyrite:file-urls',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0] ?? id;
      if (file.includes('node_modules') || !code.includes('import.meta.url')) return null;
      const out = code.replace(FILE_URL, (whole, _quote: string, target: string) => {
        const absolute = path.resolve(path.dirname(file), target);
        if (!existsSync(absolute)) throw new Error(`${file}: ${whole} names a file that does not exist`);
        if (/\.[cm]?tsx?$/.test(target)) {
          const reference = this.emitFile({ type: 'chunk', id: absolute, name: path.basename(target).replace(/\.[^.]+$/, '') });
          return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`;
        }
        const fromRoot = path.relative(options.root, absolute).split(path.sep).join('/');
        if (fromRoot.startsWith('..')) throw new Error(`${file}: ${whole} points outside the project`);
        return `new URL('${ROOT}/${fromRoot}${target.endsWith('/') ? '/' : ''}', import.meta.url)`;
      });
      return out === code ? null : { code: out, map: null };
    },
    renderChunk(code, chunk) {
      if (!code.includes(ROOT)) return null;
      const depth = path.posix.join(options.outDir, chunk.fileName).split('/').length - 1;
      return { code: code.replaceAll(ROOT, Array(depth).fill('..').join('/')), map: null };
    },
  };
}
