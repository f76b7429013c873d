/** A pause: who called it, why, what is safe; and the two ways on. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { AbandonDialog } from '../../dialogs/abandon-dialog.tsx';
import { DeviationDialog } from '../../dialogs/deviation-dialog.tsx';
import { WhoSelect } from '../../dialogs/who-select.tsx';
import { Facts } from '../../parts/facts.tsx';
import { nameOf } from '../../parts/name-of.ts';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { useStore, useUi } from '../../state/use-store.ts';
import './paused.css';

export function PausedScreen({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [by, setBy] = useState('');
  const [open, setOpen] = useState<'deviation' | 'abandon' | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  const { pause, step } = snapshot;
  return (
    <>
      <main className="step">
        <div className="step-body">
          <div className="step-head">
            <p className="eyebrow">
              Step {step.number} of {snapshot.script.length}, {step.title}
            </p>
            <h1 tabIndex={-1} ref={title}>
              The ceremony is paused
            </h1>
            <p className="lead">The record is saved and the HSM is locked. Two people stay with the HSM and everything that was written. The ceremony goes on at the same step.</p>
          </div>
          <ProblemPanel problem={open === null ? (problem ?? snapshot.problem) : null} />
          {pause !== null && (
            <section className="card" aria-label="The pause">
              <Facts
                items={[
                  { label: 'Called by', value: nameOf(snapshot, pause.by) },
                  { label: 'Why', value: pause.reason },
                ]}
              />
            </section>
          )}
          <div className="paused-by">
            <WhoSelect label="Who continues" snapshot={snapshot} value={by} onChange={setBy} />
          </div>
        </div>
      </main>
      <footer className="acts" aria-label="Acts">
        <button type="button" onClick={() => setOpen('deviation')}>
          Record a deviation
        </button>
        <button type="button" className="stop" onClick={() => setOpen('abandon')}>
          Abandon
        </button>
        <button type="button" className="primary" disabled={by === '' || pending !== null} onClick={() => void store.act('ceremony:continue', { by }, 'Continuing…')}>
          {pending ?? 'Continue the ceremony'}
        </button>
      </footer>
      {open === 'deviation' && <DeviationDialog snapshot={snapshot} onClose={() => setOpen(null)} />}
      {open === 'abandon' && <AbandonDialog snapshot={snapshot} onClose={() => setOpen(null)} />}
    </>
  );
}
