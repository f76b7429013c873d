/** For tests: runs of the fuzzer over some bundles. Each is judged up to its first error; whatever is not found invalid is told, and so is every error that is no refusal. */
import { judgeBundle } from '../../../src/verifier/verify-bundle.ts';
import { isSidecar } from '../../../src/core/sidecars/names.ts';
import type { VerifyReport } from '../../../src/verifier/report.ts';
import type { Trust } from '../../../src/verifier/trust.ts';
import { memorySource } from '../memory-source.ts';
import { isSame, mutated, SIDECAR } from './mutations.ts';
import { randomOf } from './random.ts';

export interface FuzzResult {
  readonly runs: number;
  /** Mutations that changed nothing, or nothing that a sidecar says. */
  readonly same: number;
  /** Number of the run, and what was done, of all that were not refused by rule. */
  readonly survivors: readonly { readonly run: number; readonly how: string; readonly why: string }[];
  /** By rule, how many it ended. */
  readonly rules: Readonly<Record<string, number>>;
}

/** What the sidecars of a valid bundle say, without their names: what is of no account in one (white space, the hint at a key) may change, and nothing else. */
function claims({ signOffs, timestamps, logEntries }: VerifyReport): readonly string[] {
  return [...signOffs, ...timestamps, ...logEntries].map(({ file: _file, ...claim }) => JSON.stringify(claim));
}

/** What may be left of them: a log entry without the promise says nothing of the time, and all else that it said. */
const claimsLeft = (report: VerifyReport): readonly string[] => [...claims(report), ...claims({ ...report, logEntries: report.logEntries.map((entry) => ({ ...entry, time: null })) })];

const trustOf = (files: ReadonlyMap<string, Uint8Array>, trust: Trust | undefined): { readonly trust?: Trust } => (trust !== undefined && [...files.keys()].some(isSidecar) ? { trust } : {});

/** `trust` pins the logs of the bundles that have sidecars. */
export async function fuzz(bundles: readonly ReadonlyMap<string, Uint8Array>[], seed: number, from: number, to: number, trust?: Trust): Promise<FuzzResult> {
  const survivors: { run: number; how: string; why: string }[] = [];
  const rules: Record<string, number> = {};
  let same = 0;
  const known = new Map<ReadonlyMap<string, Uint8Array>, readonly string[]>();
  for (const files of bundles) known.set(files, claimsLeft((await judgeBundle(memorySource(files), trustOf(files, trust))).report));
  for (let run = from; run < to; run++) {
    const random = randomOf(seed, run);
    const whole = random.pick(bundles);
    const { bundle, how } = mutated(random, whole);
    if (isSame(bundle, whole)) {
      same++;
      continue;
    }
    try {
      const { report } = await judgeBundle(memorySource(bundle), { stopAtFirstError: true, ...trustOf(whole, trust) });
      const [rule] = report.findings.filter((f) => f.severity === 'error').map((f) => f.rule);
      if (how === SIDECAR && report.verdict !== 'invalid' && claims(report).every((claim) => known.get(whole)!.includes(claim))) same++;
      else if (report.verdict !== 'invalid' || rule === undefined) survivors.push({ run, how, why: report.verdict });
      else rules[rule] = (rules[rule] ?? 0) + 1;
    } catch (error) {
      survivors.push({ run, how, why: String(error) });
    }
  }
  return { runs: to - from, same, survivors, rules };
}
