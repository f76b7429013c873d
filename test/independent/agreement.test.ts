/** A verifier in Python that was written from the format documents alone says the same of every bundle of the verifier's own tests: the verdict, and the rules broken. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyCommand } from '../../src/cli/verify.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { judge as judgeFiles } from '../../src/verifier/judge.ts';
import type { VerifyReport } from '../../src/verifier/report.ts';
import { rules } from '../../src/verifier/rules.ts';
import type { BundleSource } from '../../src/verifier/source.ts';
import type { VerifyOptions } from '../../src/verifier/verify-bundle.ts';
import { zipSource } from '../../src/verifier/zip-source.ts';
import { memorySource } from '../verifier/memory-source.ts';
import { handleOf } from '../verifier/zip-cases.ts';
import { brokenCases as brokenWhole, canBeWritten, lineageCases, refusedCases, wholeCases } from './cases.ts';
import type { Case } from './cases.ts';
import { python, rulesOf, written } from './python.ts';
import type { Said } from './python.ts';
import { brokenRedactedCases, redactedCases as redactedAlone, redactedSidecars } from './redacted-cases.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('../verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keyrite-independent-'));
const asked = python();
afterAll(async () => {
  await asked.end();
  rmSync(folder, { recursive: true, force: true });
});

const vectors = ['keyrite-bundle-1', 'keyrite-bundle-2'].map((name) => fileURLToPath(new URL(`../vectors/${name}/bundle`, import.meta.url)));

/** Rules that the Python names. */
const known = new Set(readdirSync(here).filter((name) => name.endsWith('.py')).flatMap((name) => readFileSync(join(here, name), 'utf8').match(/R-[A-Z]+-\d+/g) ?? []));

function saidBy({ verdict, findings }: { readonly verdict: string; readonly findings: VerifyReport['findings'] }): Said {
  return { verdict, errors: rulesOf(findings, 'error'), warnings: rulesOf(findings, 'warning') };
}

const redactedCases = [...redactedAlone, ...redactedSidecars];
const brokenCases = [...brokenWhole, ...brokenRedactedCases];
const both = new Map<string, { readonly ours: Said; readonly theirs: Promise<Said> }>();

const refused: Said = { verdict: 'nothing there to judge', errors: [], warnings: [] };

async function saidByOurs(source: BundleSource, options: VerifyOptions): Promise<Said> {
  try {
    return saidBy((await judgeFiles(source, options)).report);
  } catch (error) {
    if (error instanceof RefusalError) return refused;
    throw error;
  }
}

async function judge({ name, files, trust, zip }: Case, number: number): Promise<void> {
  const bundle = await files();
  if (zip === undefined && !canBeWritten(bundle)) return;
  const packed = zip?.(bundle);
  const path = packed === undefined ? written(folder, String(number), bundle) : join(folder, `${number}.zip`);
  if (packed !== undefined) writeFileSync(path, packed);
  const pins = join(folder, `${number}.trust.json`);
  if (trust !== undefined) writeFileSync(pins, JSON.stringify(trust));
  const theirs = asked.ask(path, trust === undefined ? null : pins);
  both.set(name, { ours: await saidByOurs(packed === undefined ? memorySource(bundle) : zipSource(handleOf(packed)), trust === undefined ? {} : { trust }), theirs });
}

beforeAll(async () => {
  let number = 0;
  for (const one of [...wholeCases, ...redactedCases, ...brokenCases, ...refusedCases]) await judge(one, number++);
});

async function agrees(name: string): Promise<Said> {
  const { ours, theirs } = both.get(name)!;
  expect(await theirs).toEqual(ours);
  return theirs;
}

describe('a whole bundle', () => {
  it.each(wholeCases.map((c) => c.name))('%s', async (name) => {
    const { verdict, errors } = await agrees(name);
    expect(errors).toEqual([]);
    expect(verdict).toBe(name.startsWith('pins that are met') ? 'trusted' : 'valid');
  });

  it.each(redactedCases.map((c) => c.name))('%s', async (name) => {
    expect(await agrees(name)).toMatchObject({ verdict: 'redacted', errors: [] });
  });

  it.each(vectors)('%s', async (path) => {
    expect(await asked.ask(path)).toEqual({ verdict: 'valid', errors: [], warnings: [] });
  });
});

describe('no bundle', () => {
  it.each(refusedCases.map((c) => c.name))('%s', async (name) => {
    expect(await agrees(name)).toEqual(refused);
  });
});

describe('a broken bundle', () => {
  it.each(brokenCases.map((c) => c.name).filter((name) => name !== 'R-FILE-01: a name that leaves the folder'))('%s', async (name) => {
    await agrees(name);
  });

  it('is always one of those that were judged', () => {
    expect(both.size).toBe(wholeCases.length + redactedCases.length + brokenCases.length + refusedCases.length - 1);
  });
});

async function ours(...args: readonly string[]): Promise<{ readonly exit: number; readonly json: string }> {
  const out: string[] = [];
  const exit = await verifyCommand(args, { out: (line) => out.push(line), err: () => undefined });
  return { exit, json: out.join('') };
}

describe('a folder on a disk', () => {
  const copy = (name: string): string => {
    const path = join(folder, name);
    cpSync(vectors[0]!, path, { recursive: true });
    return path;
  };

  it.each([
    ['a link in the place of the plan', (path: string) => { rmSync(join(path, 'plan.yaml')); symlinkSync(join(vectors[0]!, 'plan.yaml'), join(path, 'plan.yaml')); }],
    ['a link in the place of the keys', (path: string) => { rmSync(join(path, 'keys'), { recursive: true }); symlinkSync(join(vectors[0]!, 'keys'), join(path, 'keys')); }],
    ['a pipe in the place of the plan', (path: string) => { rmSync(join(path, 'plan.yaml')); spawnSync('mkfifo', [join(path, 'plan.yaml')]); }],
    ['a link that nobody named', (path: string) => { symlinkSync('/etc/hostname', join(path, 'documents', 'more.txt')); }],
    ['an empty folder', (path: string) => { mkdirSync(join(path, 'delivery')); }],
    ['an empty folder of another name', (path: string) => { mkdirSync(join(path, 'more')); }],
    ['a folder in a folder', (path: string) => { mkdirSync(join(path, 'documents', 'more')); writeFileSync(join(path, 'documents', 'more', 'a.txt'), 'a'); }],
    ['no statement', (path: string) => { rmSync(join(path, 'statement.dsse.json')); }],
    ['no transcript', (path: string) => { rmSync(join(path, 'transcript.jsonl')); }],
  ] as const)('%s', async (name, change) => {
    const path = copy(name.replaceAll(' ', '-'));
    change(path);
    const { json } = await ours(path, '--json');
    expect(await asked.ask(path)).toEqual(saidBy(JSON.parse(json) as VerifyReport));
  });

  it.each([['that is not there', join(folder, 'nowhere'), 2], ['that is empty', join(folder, 'empty'), 1]] as const)('%s', async (_what, path, exit) => {
    if (path.endsWith('empty')) mkdirSync(path);
    expect((await ours(path)).exit).toBe(exit);
    expect(spawnSync('python3', [join(here, 'verify.py'), path]).status).toBe(exit);
  });
});

describe('several bundles', () => {
  it.each(lineageCases)('$name', async ({ name, files }) => {
    const paths = Object.entries(files()).map(([one, bundle]) => written(join(folder, name.replaceAll(/[^A-Za-z0-9]/g, '-')), one, bundle));
    const mine = await ours(...paths, '--json');
    const other = spawnSync('python3', [join(here, 'verify.py'), '--json', ...paths], { encoding: 'utf8' });
    const lineage = (json: string): readonly string[] => {
      const { findings } = (JSON.parse(json) as { readonly lineage: { readonly findings: readonly { readonly rule: string; readonly severity: string }[] } }).lineage;
      return [...rulesOf(findings, 'error'), ...rulesOf(findings, 'warning')];
    };
    expect(lineage(other.stdout)).toEqual(lineage(mine.json));
    expect(other.status).toBe(mine.exit);
  });
});

describe('the rules', () => {
  it('are all judged by the Python', () => {
    expect(Object.keys(rules).filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('the arithmetic', () => {
  it('says of signatures what the openssl command says', () => {
    const { stdout } = spawnSync('python3', [join(here, 'cross_check.py'), ...vectors], { encoding: 'utf8' });
    const counts = JSON.parse(stdout) as { readonly valid: number; readonly invalid: number; readonly different: number };
    expect(counts.different).toBe(0);
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(30);
  });
});
