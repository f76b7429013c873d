/** The ceremony was abandoned: what that means and what is to be destroyed. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { makesShares } from '../../parts/kind-words.ts';
import { DrillEnd } from '../drill/drill-end.tsx';
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
          {makesShares(snapshot.ceremony.kind) ? (
            <>
              <li>Collect every sheet and card that was written in this ceremony and destroy them together.</li>
              {snapshot.keysLeft.length === 0 ? (
                <li>No key that this ceremony made is on the HSM.</li>
              ) : (
                <li>
                  These keys of this ceremony may still be on the HSM, because it was locked or did not answer. Nobody may use them. Destroy them with the tool of its maker, by their CKA_ID:
                  {snapshot.keysLeft.map((key) => (
                    <p key={key.id}>
                      {key.name} <span className="mono">{key.id}</span>
                    </p>
                  ))}
                </li>
              )}
            </>
          ) : (
            <li>Every share goes back into a closed bag, with its custodian. The earlier share sets and keys stand as the record last says.</li>
          )}
          <li>Keep the ceremony file: it is the record of what happened until now.</li>
        </ol>
      </section>
      <DrillEnd drill={snapshot.drill} />
    </FinishedPage>
  );
}
