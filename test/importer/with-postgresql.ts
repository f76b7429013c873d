/** Vitest's global set-up for the importer's tests: one private PostgreSQL server for all of them. */
import type { TestProject } from 'vitest/node';
import { startCluster } from './private-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the socket of the private server. */
    readonly postgresqlSocket: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide('postgresqlSocket', cluster.socket);
  return () => cluster.stop();
}
