/** `npm run bench`: measures what Keyrite costs beside what it cannot do without, and prints ratios. Judges nothing, and overwrites nothing. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { applicationVersion } from '../src/main/runtime/version.ts';
import type { PartOptions, PartResult } from './comparison.ts';
import { describeMachine } from './machine.ts';
import { partNames, unknownPart } from './part-names.mjs';
import { jsonOf, tableOf } from './report.ts';

const usage = `Usage: npm run bench -- ${partNames.map((name) => `[${name}]`).join(' ')} [--rounds N] [--json FILE]`;

/** Each is loaded only when it runs: what one needs, the memory of another must not hold. */
const parts: Readonly<Record<(typeof partNames)[number], (options: PartOptions) => Promise<PartResult>>> = {
  rehearsal: async (options) => (await import('./parts/rehearsal.ts')).benchRehearsal(options),
  later: async (options) => (await import('./parts/later.ts')).benchLater(options),
  append: async (options) => (await import('./parts/append.ts')).benchAppend(options),
  verify: async (options) => (await import('./parts/verify.ts')).benchVerify(options),
  import: async (options) => (await import('./parts/import.ts')).benchImport(options),
  start: async (options) => (await import('./parts/start.ts')).benchStart(options),
};

interface Asked {
  readonly names: readonly (keyof typeof parts)[];
  readonly rounds: number | null;
  readonly json: string | null;
}

/** What the arguments ask for, or why they cannot be followed. */
function readArguments(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: { rounds: { type: 'string' }, json: { type: 'string' } }, allowPositionals: true });
    const unknown = unknownPart(positionals);
    if (unknown !== undefined) return `There is no part "${unknown}".`;
    const rounds = values.rounds === undefined ? null : Number(values.rounds);
    if (rounds !== null && !(Number.isInteger(rounds) && rounds >= 1)) return '--rounds takes a whole number from 1.';
    if (values.json !== undefined && existsSync(values.json)) return `${values.json} is there already; nothing is ever overwritten.`;
    return { names: positionals.length === 0 ? partNames : partNames.filter((name) => positionals.includes(name)), rounds, json: values.json ?? null };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function run({ names, rounds, json }: Asked): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-bench-'));
  try {
    const machine = describeMachine(folder);
    const results: Record<string, PartResult> = {};
    for (const name of names) {
      const own = join(folder, name);
      mkdirSync(own);
      results[name] = await parts[name]({ rounds, folder: own, say: (text) => void process.stderr.write(`${text}\n`) });
      rmSync(own, { recursive: true, force: true });
    }
    const report = { version: applicationVersion, machine, parts: results };
    console.log(`${tableOf(report)}\n\n${jsonOf(report)}`);
    if (json !== null) writeFileSync(json, `${jsonOf(report)}\n`, { flag: 'wx' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asked = readArguments(process.argv.slice(2));
if (typeof asked === 'string') {
  console.error(`${asked}\n${usage}`);
  process.exitCode = 2;
} else {
  await run(asked);
}
