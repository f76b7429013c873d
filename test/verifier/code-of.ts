/** For tests: the code of the RefusalError that an act throws. Fails where it throws nothing or something else. */
import { RefusalError } from '../../src/core/refusals/refusal.ts';

export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof RefusalError) return error.code;
    throw error;
  }
  throw new Error('nothing was refused');
}
