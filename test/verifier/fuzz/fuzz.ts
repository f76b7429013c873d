/** For tests: runs of the fuzzer over some bundles. Each is judged up to its first error; whatever is not found invalid is told, and so is every error that is no refusal. */
import { judgeBundle } from '../../../src/verifier/verify-bundle.ts';
import { memorySource } from '../memory-source.ts';
import { isSame, mutated } from './mutations.ts';
import { randomOf } from './random.ts';

export interface FuzzResult {
  readonly runs: number;
  /** Mutations that changed nothing. */
  readonly same: number;
  /** Number of the run, and what was done, of all that were not refused by rule. */
  readonly survivors: readonly { readonly run: number; readonly how: string; readonly why: string }[];
  /** By rule, how many it ended. */
  readonly rules: Readonly<Record<string, number>>;
}

export async function fuzz(bundles: readonly ReadonlyMap<string, Uint8Array>[], seed: number, from: number, to: number): Promise<FuzzResult> {
  const survivors: { run: number; how: string; why: string }[] = [];
  const rules: Record<string, number> = {};
  let same = 0;
  for (let run = from; run < to; run++) {
    const random = randomOf(seed, run);
    const whole = random.pick(bundles);
    const { bundle, how } = mutated(random, whole);
    if (isSame(bundle, whole)) {
      same++;
      continue;
    }
    try {
      const { report } = await judgeBundle(memorySource(bundle), { stopAtFirstError: true });
      const [rule] = report.findings.filter((f) => f.severity === 'error').map((f) => f.rule);
      if (report.verdict !== 'invalid' || rule === undefined) survivors.push({ run, how, why: report.verdict });
      else rules[rule] = (rules[rule] ?? 0) + 1;
    } catch (error) {
      survivors.push({ run, how, why: String(error) });
    }
  }
  return { runs: to - from, same, survivors, rules };
}
