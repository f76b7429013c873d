/** Test projects, one a part of `npm test`. The default export is what Vitest demands. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

interface Part {
  readonly name: string;
  readonly include: readonly string[];
  /** What another part runs. */
  readonly exclude?: readonly string[];
  /** Seconds one test may take. */
  readonly seconds: number;
  /** Whether files run one after another, where they share a device or a daemon. */
  readonly alone?: boolean;
  /** What is started before the first file of the part, and ended after the last. */
  readonly globalSetup?: string;
}

const interruption = 'test/ceremony/interruption.test.ts';
const laterInterruption = 'test/ceremony/later-interruption.test.ts';
const drills = 'test/ceremony/drills.test.ts';

const parts: readonly Part[] = [
  { name: 'unit', include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], seconds: 30 },
  { name: 'boundaries', include: ['test/boundaries/**/*.test.ts'], seconds: 120, alone: true },
  { name: 'pkcs11', include: ['test/softhsm/**/*.test.ts'], seconds: 120, alone: true },
  { name: 'carriers', include: ['test/carriers/**/*.test.ts'], seconds: 180, alone: true },
  { name: 'ceremony', include: ['test/ceremony/**/*.test.ts'], exclude: [interruption, laterInterruption, drills], seconds: 600, alone: true },
  { name: 'interruption', include: [interruption], seconds: 900, alone: true },
  { name: 'later-interruption', include: [laterInterruption], seconds: 600, alone: true },
  { name: 'drills', include: [drills], seconds: 600, alone: true },
  { name: 'transfer', include: ['test/transfer/**/*.test.ts'], seconds: 120, alone: true },
  { name: 'verifier', include: ['test/verifier/**/*.test.ts'], seconds: 120 },
  { name: 'independent', include: ['test/independent/**/*.test.ts'], seconds: 1200, alone: true },
  { name: 'renderer', include: ['test/renderer/**/*.test.ts'], seconds: 120, alone: true },
  { name: 'importer', include: ['test/importer/**/*.test.ts'], seconds: 120, globalSetup: 'test/importer/with-postgresql.ts' },
  { name: 'security', include: ['test/security/**/*.test.ts'], seconds: 120, alone: true },
];

export default defineConfig({
  plugins: [react()],
  test: {
    // Native modules and worker processes want processes of their own, not threads.
    pool: 'forks',
    maxWorkers: 2,
    projects: parts.map((part) => ({
      extends: true as const,
      test: {
        name: part.name,
        environment: 'node',
        include: [...part.include],
        exclude: [...(part.exclude ?? [])],
        testTimeout: part.seconds * 1000,
        hookTimeout: part.seconds * 1000,
        fileParallelism: part.alone !== true,
        ...(part.globalSetup === undefined ? {} : { globalSetup: part.globalSetup }),
        env: { TZ: 'UTC' },
      },
    })),
  },
});
