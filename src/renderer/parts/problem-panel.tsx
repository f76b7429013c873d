/** A refusal, said calmly: what happened, what is still safe, what to do; and its code, small, for whoever helps. */
import type { ReactElement } from 'react';
import type { Problem } from '../api.ts';
import { Icon } from './icon.tsx';
import './panels.css';

export function ProblemPanel({ problem }: { readonly problem: Problem | null }): ReactElement {
  // The region itself stays in the page, so that its later content is announced.
  return (
    <div role="alert" className="problem-region">
      {problem !== null && (
        <div className="panel panel-problem">
          <Icon name="warn" />
          <div>
            <p className="panel-title">That did not happen</p>
            <p>{problem.sentence}</p>
            <p className="mono small quiet">{problem.code}</p>
          </div>
        </div>
      )}
    </div>
  );
}
