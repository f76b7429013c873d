/** Builds the real renderer behind a fake contract, for the picture tests. The default export is what Vite demands. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: path.join(import.meta.dirname, 'window'),
  plugins: [react()],
  logLevel: 'warn',
  build: { target: 'es2024', assetsInlineLimit: 0, emptyOutDir: true, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2000 },
});
