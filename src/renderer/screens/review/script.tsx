/** The annotated script: every step in order, with filters; each folds out by itself. */
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Problem, ReviewContent, ReviewFilter, StepsView } from '../../api.ts';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { count } from '../../parts/text.ts';
import { unanswered } from '../../state/store.ts';
import { useStore } from '../../state/use-store.ts';
import { OneStep } from './one-step.tsx';
import { everything, isFiltered, StepFilter } from './step-filter.tsx';

function shownSaid(view: StepsView, filter: ReviewFilter): string {
  if (!isFiltered(filter)) return `All ${view.steps.length} steps, ${count(view.entries, 'entry', 'entries')}.`;
  if (view.steps.length === 0) return `Nothing in this record: none of its ${view.entries} entries is of this kind.`;
  return `${count(view.steps.length, 'step')} with ${view.matching} of ${view.entries} entries.`;
}

export function Script({ content }: { readonly content: ReviewContent }): ReactElement {
  const store = useStore();
  const [filter, setFilter] = useState<ReviewFilter>(everything);
  const [read, setRead] = useState<{ readonly filter: ReviewFilter; readonly view: StepsView } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    let wanted = true;
    store.api['review:steps']({ filter }).then(
      (answer) => {
        if (!wanted) return;
        if (answer.ok) setRead({ filter, view: answer.view });
        else setProblem(answer.refusal);
      },
      () => wanted && setProblem(unanswered),
    );
    return () => {
      wanted = false;
    };
  }, [store, filter]);

  // What was read under another filter answers another question.
  const view = read?.filter === filter ? read.view : null;
  const toggle = (id: string): void => setOpen((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));
  return (
    <>
      <StepFilter content={content} filter={filter} onFilter={setFilter} />
      <ProblemPanel problem={problem} />
      <div className="review-shown">
        <p role="status">{view === null ? 'Reading the record…' : shownSaid(view, filter)}</p>
        {view !== null && view.steps.length > 0 && (
          <button type="button" className="plain" onClick={() => setOpen(open.size > 0 ? new Set() : new Set(view.steps.map((s) => s.id)))}>
            {open.size > 0 ? 'Fold everything' : 'Fold everything out'}
          </button>
        )}
      </div>
      {view !== null && view.steps.length > 0 && (
        <ol className="review-steps" aria-label="Steps of the script">
          {view.steps.map((step) => (
            <OneStep key={`${step.id} ${JSON.stringify(filter)}`} step={step} filter={filter} open={open.has(step.id)} onToggle={() => toggle(step.id)} />
          ))}
        </ol>
      )}
    </>
  );
}
