/** Builds the application into out/: main (with its workers and the command line), preload, renderer. The default export is what electron-vite demands. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const at = (file: string) => path.join(root, file);

export default defineConfig({
  main: {
    build: {
      // Main, workers and command line share chunks. Everything in `dependencies` stays outside the bundle: native modules and
      // WebAssembly packages find their own files, and the package's list of parts stays readable.
      outDir: at('out'),
      sourcemap: true,
      rolldownOptions: {
        input: {
          'main/index': at('src/main/index.ts'),
          'main/hsm-worker': at('src/main/adapters/hsm/worker.ts'),
          'cli/keyrite': at('src/cli/keyrite.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // SECURITY: a sandboxed preload cannot require files: it is one CommonJS file, with nothing of npm outside it.
      externalizeDeps: false,
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      // SECURITY: no data: URLs for scripts or fonts, so that the content security policy can refuse them.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
});
