/** The ceremony was abandoned: what that means and what is to be destroyed. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { FinishedPage } from './finished-page.tsx';

export function AbandonedScreen({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  return (
    <FinishedPage
      eyebrow="Ceremony abandoned"
      heading="This ceremony was abandoned"
      lead="Two people ended it, and the record says who and why. It cannot be continued. What was recorded is kept and can be read."
      problem={snapshot.problem}
    >
      <section className="card" aria-label="What to do now">
        <ol className="todo">
          <li>Collect every sheet and card that was written in this ceremony and destroy them together.</li>
          <li>Keys made in this ceremony must not be used. They stay on the HSM until it is initialised again.</li>
          <li>Keep the ceremony file: it is the record of what happened until now.</li>
        </ol>
      </section>
    </FinishedPage>
  );
}
