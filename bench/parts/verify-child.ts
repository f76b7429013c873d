/** One measurement in a process of its own: `node verify-child.ts TASK BUNDLE` prints a Reading as JSON. Never pins trust: only the work is measured. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { directorySource, fileChunks } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';

export type Task = 'verify' | 'sha256-noble' | 'sha256-openssl';

export interface Reading {
  /** From a running process to the answer. */
  readonly milliseconds: number;
  /** Of all threads of this process in that time: it waits for nobody else's work. */
  readonly processorMilliseconds: number;
  /** Greatest resident set of this process, 10^6 bytes. */
  readonly peakMegabytes: number;
  readonly verdict?: string;
  readonly entries?: number;
}

/** VmHWM begins anew with each program; the maximum of getrusage(2) would count what the parent held when it started this process. */
function peakMegabytes(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error('this system does not tell the peak of memory in /proc/self/status');
  return (Number(kibibytes) * 1024) / 1e6;
}

async function hash(folder: string, into: { update(bytes: Uint8Array): unknown }): Promise<object> {
  for await (const chunk of fileChunks(join(folder, 'transcript.jsonl'), 'transcript.jsonl')) into.update(chunk);
  return {};
}

async function verify(folder: string): Promise<Pick<Reading, 'verdict' | 'entries'>> {
  const report = await verifyBundle(directorySource(folder));
  return { verdict: report.verdict, entries: report.record?.entries ?? 0 };
}

const tasks: Readonly<Record<Task, (folder: string) => Promise<object>>> = {
  verify,
  'sha256-noble': (folder) => hash(folder, sha256.create()),
  'sha256-openssl': (folder) => hash(folder, createHash('sha256')),
};

const [task, folder] = process.argv.slice(2);
const from = performance.now();
const used = process.cpuUsage();
const answer = await tasks[task as Task](folder!);
const milliseconds = performance.now() - from;
const { user, system } = process.cpuUsage(used);
console.log(JSON.stringify({ ...answer, milliseconds, processorMilliseconds: (user + system) / 1000, peakMegabytes: peakMegabytes() }));
