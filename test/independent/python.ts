/** For tests: bundles on a disk, and what the verifier in Python says of them. Two processes, so that both cores are used and no more. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Files } from './cases.ts';

const program = fileURLToPath(new URL('verify.py', import.meta.url));

export interface Said {
  readonly verdict: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

interface Answer {
  readonly verdict?: string;
  readonly fault?: string;
  readonly refusal?: string;
  readonly findings?: readonly { readonly rule: string; readonly severity: string }[];
}

export function rulesOf(findings: readonly { readonly rule: string; readonly severity: string }[], severity: string): readonly string[] {
  return [...new Set(findings.filter((f) => f.severity === severity).map((f) => f.rule))].sort();
}

/** Writes a bundle below `folder`; its path. */
export function written(folder: string, name: string, files: Files): string {
  const path = join(folder, name);
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}

function said({ verdict, fault, refusal, findings = [] }: Answer): Said {
  return { verdict: verdict ?? fault ?? refusal ?? 'no answer', errors: rulesOf(findings, 'error'), warnings: rulesOf(findings, 'warning') };
}

/** One process that answers path by path, in order. */
function worker(): { readonly ask: (path: string, trust: string | null) => Promise<Said>; readonly end: () => Promise<void> } {
  const child = spawn('python3', [program, '--batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: ((answer: Said) => void)[] = [];
  const closed = new Promise<void>((resolve) => child.once('close', () => {
    for (const answer of waiting.splice(0)) answer(said({ fault: 'the process ended' }));
    resolve();
  }));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(said(JSON.parse(line) as Answer)));
  return {
    ask: (path, trust) => new Promise((resolve) => {
      waiting.push(resolve);
      child.stdin.write(`${path}${trust === null ? '' : `\t${trust}`}\n`);
    }),
    end: () => {
      child.stdin.end();
      return closed;
    },
  };
}

/** Two workers in turn. */
export function python(): { readonly ask: (path: string, trust?: string | null) => Promise<Said>; readonly end: () => Promise<void> } {
  const workers = [worker(), worker()];
  let next = 0;
  return {
    ask: (path, trust = null) => workers[next++ % workers.length]!.ask(path, trust),
    end: async () => {
      await Promise.all(workers.map((w) => w.end()));
    },
  };
}
