/** Recovering keys, for people who may never have seen the application: what they hold, what they still need, and how it goes on. Nothing is changed here. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { Problem, RecoveryView } from '../../api.ts';
import { Fault } from '../../dialogs/fault.tsx';
import { MaterialList } from '../../materials/material-list.tsx';
import type { Materials } from '../../materials/read-materials.ts';
import { BusyPanel } from '../../parts/busy-panel.tsx';
import { ChooseFiles } from '../../parts/choose-files.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { isRefused, unanswered } from '../../state/store.ts';
import { useStore } from '../../state/use-store.ts';
import { OutsideLayout } from '../home/outside-layout.tsx';
import { HeldList } from './held-list.tsx';
import { PlanDraft } from './plan-draft.tsx';
import '../../parts/todo.css';
import './recovery.css';

interface Props {
  readonly held: Materials;
  /** What was found among them; null until that was asked. */
  readonly view: RecoveryView | null;
  /** What is wrong with the plan file that was chosen last. */
  readonly fault: string | null;
  readonly take: (files: readonly File[], folder: boolean) => Promise<Materials>;
  readonly onView: (view: RecoveryView | null) => void;
  readonly onClear: () => void;
  readonly onPlan: (file: File) => void;
  readonly onBack: () => void;
}

const holdings = [
  { what: 'The package', says: 'A file that ends in .keyrite.json, a folder with a bundle, or the package sheets as pictures or PDF. It holds the keys, closed.' },
  { what: 'Shares', says: 'Sheets or smartcards in sealed bags. Do not open and do not choose them here: each custodian presents their own later, and says first that they agree.' },
  { what: 'The statement', says: 'The file statement.dsse.json of the last ceremony. It helps, and can be missing.' },
] as const;

export function RecoveryScreen({ held, view, fault, take, onView, onClear, onPlan, onBack }: Props): ReactElement {
  const store = useStore();
  const [looking, setLooking] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);

  async function look(chosen: () => Promise<Materials>): Promise<void> {
    setLooking(performance.now());
    setProblem(null);
    try {
      const { materials } = await chosen();
      const answer: unknown = materials.length === 0 ? null : await store.api['recovery:look']({ materials: [...materials] });
      if (isRefused(answer)) setProblem(answer.refusal);
      else onView(answer as RecoveryView | null);
    } catch {
      setProblem(unanswered);
    } finally {
      setLooking(null);
    }
  }

  const found = view !== null && view.packages.length > 0;
  return (
    <OutsideLayout
      acts={
        <>
          <button type="button" onClick={onBack}>
            Back to the first screen
          </button>
          {found && <p className="acts-waiting">Next: complete the plan, print it, and choose its file above</p>}
        </>
      }
    >
      <h1 tabIndex={-1} ref={title}>
        Recover keys
      </h1>
      <p className="lead">The keys of your organisation can come back onto a new HSM, from a package and enough shares. This page looks at what you hold and says what is still missing. Looking changes nothing, and you can begin as often as you like.</p>
      <section className="card recovery-step" aria-labelledby="hold-title">
        <h2 id="hold-title">1. What do you hold?</h2>
        {view === null && (
          <dl className="holdings">
            {holdings.map((h) => (
              <div key={h.what}>
                <dt>{h.what}</dt>
                <dd>{h.says}</dd>
              </div>
            ))}
          </dl>
        )}
        <MaterialList
          chosen={held}
          disabled={looking !== null}
          onFiles={(files, folder) => void look(() => take(files, folder))}
          onClear={() => {
            setProblem(null);
            onClear();
          }}
        />
        {view === null && looking === null && held.materials.length > 0 && (
          <div>
            <button type="button" className="primary" onClick={() => void look(() => Promise.resolve(held))}>
              Look at these files
            </button>
          </div>
        )}
        {looking !== null && <BusyPanel what="Looking at what you chose" seconds={0} at={looking} />}
        <ProblemPanel problem={problem} />
      </section>
      {view !== null && <HeldList view={view} />}
      {view !== null && (
        <section className="card recovery-step" aria-labelledby="need-title">
          <h2 id="need-title">2. What you still need</h2>
          {view.needs.length === 0 ? (
            <p>Nothing more can be checked from here. Gather the people and the new HSM, and go on with the plan.</p>
          ) : (
            <ol className="todo">
              {view.needs.map((need) => (
                <li key={need}>{need}</li>
              ))}
            </ol>
          )}
        </section>
      )}
      {view?.planDraft != null && (
        <section className="card recovery-step" aria-labelledby="plan-title">
          <h2 id="plan-title">3. The plan of the recovery</h2>
          <p>A ceremony follows a plan that was reviewed before. Everything that is known from the package stands in this draft. Copy it into a file that ends in .yaml, fill in the people and the new HSM, have it reviewed and printed, and choose it here.</p>
          <PlanDraft text={view.planDraft} />
          <div>
            <ChooseFiles label="Choose the plan file" accept=".yaml,.yml,text/yaml,application/yaml" disabled={looking !== null} onFiles={(files) => files[0] !== undefined && onPlan(files[0])} />
          </div>
          <Fault sentence={fault} />
        </section>
      )}
    </OutsideLayout>
  );
}
