/** The proof's result as rows to compare: the restored key in the words of its original, or its value in groups where the words are not given. Pure. */
import type { StepOf } from '../../api.ts';
import type { Compared } from '../../parts/comparison.tsx';
import { grouped } from '../../parts/text.ts';

export function comparedKeys({ originals, result, restored }: StepOf<'proof'>): readonly Compared[] {
  return originals.map(({ name, check }) => {
    const key = result?.find((k) => k.name === name);
    return { name, original: check, restored: key === undefined ? null : (restored?.find((k) => k.name === name)?.check ?? grouped(key.check.value)), matches: key?.matches === true };
  });
}
