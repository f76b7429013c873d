/** Runs the picture tests alone: `npx vitest run --config test/renderer/vitest.config.ts`. The default export is what Vitest demands. */
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: path.join(import.meta.dirname, '..', '..'),
  test: { include: ['test/renderer/**/*.test.ts'], environment: 'node', pool: 'forks', maxWorkers: 1, testTimeout: 90_000, hookTimeout: 120_000, env: { TZ: 'UTC' } },
});
