/** The state of a review in the window: what main says is open, what is under way, and why the last request was refused. Keeps nothing that main does not. */
import { useCallback, useEffect, useState } from 'react';
import type { Problem, ReviewAnswer, ReviewState } from '../../api.ts';
import { unanswered } from '../../state/store.ts';
import { useStore } from '../../state/use-store.ts';

export interface Review {
  /** Null until main has answered. */
  readonly state: ReviewState | null;
  readonly busy: string | null;
  readonly problem: Problem | null;
  /** Sends one request at a time; true where it was granted. */
  run(doing: string, ask: () => Promise<ReviewAnswer<ReviewState>>): Promise<boolean>;
  dismiss(): void;
}

export function useReview(): Review {
  const store = useStore();
  const [state, setState] = useState<ReviewState | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    let wanted = true;
    store.api['review:read']({}).then(
      (answer) => {
        if (!wanted) return;
        if (answer.ok) setState(answer.view);
        else setProblem(answer.refusal);
      },
      () => wanted && setProblem(unanswered),
    );
    return () => {
      wanted = false;
    };
  }, [store]);

  const run = useCallback(async (doing: string, ask: () => Promise<ReviewAnswer<ReviewState>>): Promise<boolean> => {
    setBusy(doing);
    setProblem(null);
    try {
      const answer = await ask();
      if (answer.ok) setState(answer.view);
      else setProblem(answer.refusal);
      return answer.ok;
    } catch {
      setProblem(unanswered);
      return false;
    } finally {
      setBusy(null);
    }
  }, []);
  const dismiss = useCallback(() => setProblem(null), []);
  return { state, busy, problem, run, dismiss };
}
