/** The ceremony is done: where the bundle is and what happens with it. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { TakeHome } from '../closing/take-home.tsx';
import { FinishedPage } from './finished-page.tsx';

export function ClosedScreen({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  const { ceremony, step } = snapshot;
  const bundle = step.kind === 'closing' ? step.bundle : null;
  const rehearsal = ceremony.mode === 'rehearsal';
  return (
    <FinishedPage
      eyebrow={rehearsal ? 'Rehearsal closed' : 'Ceremony closed'}
      heading={rehearsal ? 'The rehearsal is complete' : 'The ceremony is complete'}
      lead={
        rehearsal
          ? 'Everything was done as in a real ceremony, and every file says that it was a rehearsal. Its keys must never be used, and its shares are destroyed.'
          : 'The keys are in the HSM and sealed, the backup is proven, and the record is signed by everyone. Nothing secret is left in this machine’s memory.'
      }
      problem={null}
    >
      <NotePanel tone="ok" title="The transcript bundle is written.">
        <p className="mono bundle-path">{bundle ?? 'in the folder that the plan names'}</p>
      </NotePanel>
      <section className="card" aria-label="What to do with the bundle">
        <ol className="todo">
          <li>Copy the whole folder onto the medium. It holds no secret: whoever reads it can restore nothing.</li>
          <li>
            On another machine, check it: <code>keyrite verify BUNDLE</code>. It needs neither this machine nor the HSM.
          </li>
          <li>Keep it for at least six years after the keys were last in effect.</li>
        </ol>
      </section>
      <TakeHome snapshot={snapshot} />
    </FinishedPage>
  );
}
