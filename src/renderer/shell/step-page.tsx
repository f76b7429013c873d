/** One step as it fills the screen: head, content, what went wrong, and the acts below. It decides which act is next; it never performs one by itself. */
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Snapshot } from '../api.ts';
import { Actors } from '../parts/actors.tsx';
import { BusyPanel } from '../parts/busy-panel.tsx';
import { Checks } from '../parts/checks.tsx';
import type { CheckItem } from '../parts/checks.tsx';
import { NotePanel } from '../parts/note-panel.tsx';
import { Pins } from '../parts/pins.tsx';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { inWords } from '../parts/text.ts';
import { Unbroken } from '../parts/unbroken.tsx';
import { useStore, useUi } from '../state/use-store.ts';
import { nextAct } from './next-act.ts';
import type { MainAct } from './next-act.ts';
import { StepDialogs } from './step-dialogs.tsx';
import type { OpenDialog } from './step-dialogs.tsx';

interface Props {
  readonly snapshot: Snapshot;
  /** Overrides the step's own title where a question says more than a name. */
  readonly heading?: string;
  readonly who?: string;
  readonly lead: ReactNode;
  readonly checks?: readonly CheckItem[];
  /** The act of this step while it is still to be done; null when it is done or is done elsewhere on the screen. */
  readonly act: MainAct | null;
  /** What people see while nothing can be pressed. */
  readonly waiting?: string;
  /** What a person confirms, as a sentence in the dialog. */
  readonly confirms: string;
  readonly noteLabel?: string;
  /** Whose marks stand below the lead: all who act, only those who confirm, or none. */
  readonly actors?: 'all' | 'confirming' | 'none';
  readonly children?: ReactNode;
  /** What is seldom wanted, below everything else. */
  readonly seldom?: ReactNode;
}

export function StepPage({ snapshot, heading, who, lead, checks = [], act, waiting, confirms, noteLabel, actors = 'all', children, seldom }: Props): ReactElement {
  const store = useStore();
  const { pending, since, problem, at } = useUi();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [reminded, remind] = useState(false);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const page = useRef<HTMLElement>(null);
  const hint = useId();
  const { step } = snapshot;
  // A new step is announced, and the next Tab goes into it.
  useEffect(() => {
    title.current?.focus();
  }, []);

  const missing = checks.filter((c) => !ticked.has(c.id));
  const next = nextAct(snapshot, act, store);
  const busy = snapshot.busy !== null ? snapshot.busy : pending !== null ? { what: pending, seconds: 0 } : null;
  const needsTicks = next !== null && next.kind !== 'pin' && missing.length > 0;

  function press(): void {
    if (next === null) return;
    if (needsTicks) {
      remind(true);
      page.current?.querySelector<HTMLInputElement>('.check input:not(:checked)')?.focus();
      return;
    }
    if (next.kind === 'run') next.run();
    else setOpen(next.kind === 'pin' ? { kind: 'pin', pin: next.pin, half: next.half } : { kind: 'confirm' });
  }

  return (
    <>
      <main className="step" ref={page}>
        <div className="step-body">
          <div className="step-head">
            <p className="eyebrow">
              Step {step.number} of {snapshot.script.length}
              {who !== undefined && <> · {who}</>}
            </p>
            <h1 tabIndex={-1} ref={title}>
              <Unbroken text={heading ?? step.title} />
            </h1>
            <p className="lead">{lead}</p>
          </div>
          {!snapshot.offline.ok && snapshot.ceremony.mode === 'production' && (
            <NotePanel tone="stop" title="This machine has a network.">
              <p>{snapshot.offline.sentence}</p>
            </NotePanel>
          )}
          {busy !== null && <BusyPanel key={busy.what} what={busy.what} seconds={busy.seconds} at={snapshot.busy === null ? since : at} />}
          <ProblemPanel problem={busy === null && open === null ? (problem ?? snapshot.problem) : null} />
          {actors !== 'none' && <Actors snapshot={snapshot} confirmingOnly={actors === 'confirming'} />}
          {children}
          {busy === null && <Pins snapshot={snapshot} />}
          <Checks
            items={busy === null ? checks : []}
            ticked={ticked}
            onTick={(id, on) => {
              remind(false);
              setTicked((before) => new Set(on ? [...before, id] : [...before].filter((x) => x !== id)));
            }}
          />
          <p className="ticks-missing" role="status" id={hint}>
            {reminded && missing.length > 0 ? `Tick the ${missing.length === 1 ? 'statement' : `${inWords(missing.length)} statements`} above first, after looking.` : ''}
          </p>
          {busy === null && seldom}
        </div>
      </main>
      <footer className="acts" aria-label="Acts">
        <button type="button" onClick={() => setOpen({ kind: 'deviation' })}>
          Record a deviation
        </button>
        <button type="button" onClick={() => setOpen({ kind: 'pause' })}>
          Pause
        </button>
        {busy !== null ? (
          <>
            {snapshot.busy !== null && snapshot.busy.seconds >= 20 && (
              <button type="button" className="stop" onClick={() => setOpen({ kind: 'abandon' })}>
                Abandon
              </button>
            )}
            <button type="button" className="primary" disabled>
              Working…
            </button>
          </>
        ) : next === null ? (
          <p className="acts-waiting">{waiting ?? ''}</p>
        ) : (
          <button type="button" className="primary" onClick={press} aria-describedby={hint}>
            {next.label}
          </button>
        )}
      </footer>
      {open !== null && <StepDialogs snapshot={snapshot} open={open} confirms={confirms} {...(noteLabel === undefined ? {} : { noteLabel })} onClose={() => setOpen(null)} />}
    </>
  );
}
