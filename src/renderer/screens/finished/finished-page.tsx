/** The frame of a ceremony that is over: no acts but to leave it. */
import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Problem } from '../../api.ts';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { useStore, useUi } from '../../state/use-store.ts';
import '../../parts/todo.css';
import './finished.css';

interface Props {
  readonly eyebrow: string;
  readonly heading: string;
  readonly lead: string;
  readonly problem: Problem | null;
  readonly children: ReactNode;
}

export function FinishedPage({ eyebrow, heading, lead, problem, children }: Props): ReactElement {
  const store = useStore();
  const ui = useUi();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  return (
    <>
      <main className="step">
        <div className="step-body">
          <div className="step-head">
            <p className="eyebrow">{eyebrow}</p>
            <h1 tabIndex={-1} ref={title}>
              {heading}
            </h1>
            <p className="lead">{lead}</p>
          </div>
          <ProblemPanel problem={ui.problem ?? problem} />
          {children}
        </div>
      </main>
      <footer className="acts" aria-label="Acts">
        <button type="button" className="primary" onClick={() => void store.leave()}>
          Leave this ceremony
        </button>
      </footer>
    </>
  );
}
