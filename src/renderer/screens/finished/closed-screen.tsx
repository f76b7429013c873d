/** The ceremony is done: where the bundle is and what happens with it. */
import type { ReactElement } from 'react';
import type { CeremonyKind, Snapshot } from '../../api.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { DrillEnd } from '../drill/drill-end.tsx';
import { TakeHome } from '../closing/take-home.tsx';
import { FinishedPage } from './finished-page.tsx';

/** What a real ceremony of each kind has brought about. */
const outcomes: Readonly<Record<CeremonyKind, string>> = {
  generate: 'The keys are in the HSM and sealed, and the backup is proven.',
  restore: 'The keys are back, equal to the originals, and sealed in the new HSM.',
  check: 'Every share was looked at, and what is to be done stands in the record.',
  reshare: 'The new shares are proven, and the old set is void.',
  rotate: 'The new keys are in the HSM and sealed, their backup is proven, and the old ones protect nothing new.',
  destroy: 'The keys are destroyed, and what could not be destroyed is said.',
  revoke: 'The keys are declared compromised and destroyed, and what could not be destroyed is said.',
  transfer: 'The key is wrapped for the place that the plan names, and for no other.',
};

export function ClosedScreen({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  const { ceremony, step } = snapshot;
  const bundle = step.kind === 'closing' ? step.bundle : null;
  const rehearsal = ceremony.mode === 'rehearsal';
  const ends = ceremony.kind === 'destroy' || ceremony.kind === 'revoke';
  return (
    <FinishedPage
      eyebrow={rehearsal ? 'Rehearsal closed' : 'Ceremony closed'}
      heading={rehearsal ? 'The rehearsal is complete' : 'The ceremony is complete'}
      lead={
        rehearsal
          ? 'Everything was done as in a real ceremony, and every file says that it was a rehearsal. Keys and shares of a rehearsal are never used for anything real.'
          : `${outcomes[ceremony.kind]} The record is signed by everyone. Nothing secret is left in this machine’s memory.`
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
          {ceremony.kind === 'transfer' && <li>Take the delivered files from the folder to the target before its time is over.</li>}
          {ends && <li>Tell the online systems at once which keys no longer count: they learn it from the bundle.</li>}
          <li>{ends ? 'Keep it for at least six years from today: for these keys the retention begins now.' : 'Keep it for at least six years after the keys were last in effect.'}</li>
        </ol>
      </section>
      <DrillEnd drill={snapshot.drill} />
      <TakeHome snapshot={snapshot} />
    </FinishedPage>
  );
}
