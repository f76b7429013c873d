/** Files that were brought from earlier ceremonies and fit nothing, and packages that were not brought: said before anybody accepts the plan. */
import type { ReactElement } from 'react';
import type { StepOf } from '../../api.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { capital, count } from '../../parts/text.ts';

export function Brought({ problems }: { readonly problems: NonNullable<StepOf<'plan-review'>['brought']> }): ReactElement | null {
  if (problems.length === 0) return null;
  return (
    <NotePanel tone="warn" title={`${capital(count(problems.length, 'remark'))} on the files that were brought`}>
      <ul className="remarks">
        {problems.map(({ file, code, sentence }) => (
          <li key={`${file} ${code}`}>
            <span>
              <span className="mono small">{file}</span>: {sentence} <span className="mono small quiet">{code}</span>
            </span>
          </li>
        ))}
      </ul>
      <p>The ceremony can go on without them. If one of them was meant to be used, do not accept the plan: nothing is done yet. Find out first why it does not fit.</p>
    </NotePanel>
  );
}
