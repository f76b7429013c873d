/** Every key of the organisation with its state and its next duty, over all ceremonies on this machine; and the duties as a calendar file. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { LineageView, Problem } from '../../api.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { count } from '../../parts/text.ts';
import { unanswered } from '../../state/store.ts';
import { useStore } from '../../state/use-store.ts';
import { OutsideLayout } from '../home/outside-layout.tsx';
import { OneLineage } from './one-lineage.tsx';
import './lineage.css';

interface Props {
  readonly lineage: readonly LineageView[] | 'unread' | null;
  readonly onBack: () => void;
}

export function LineageScreen({ lineage, onBack }: Props): ReactElement {
  const store = useStore();
  const [saving, setSaving] = useState(false);
  const [path, setPath] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  const all = Array.isArray(lineage) ? (lineage as readonly LineageView[]) : [];
  const real = all.filter((l) => l.mode === 'production');
  const practice = all.filter((l) => l.mode === 'rehearsal');

  async function save(): Promise<void> {
    setSaving(true);
    setPath(null);
    setProblem(null);
    try {
      const answer = await store.api['lineage:save-calendar']({});
      if (answer.ok) setPath(answer.path);
      else setProblem(answer.refusal);
    } catch {
      setProblem(unanswered);
    } finally {
      setSaving(false);
    }
  }

  return (
    <OutsideLayout
      acts={
        <>
          <button type="button" onClick={onBack}>
            Back to the first screen
          </button>
          {all.some((l) => l.duties.length > 0) && (
            <button type="button" className="primary" disabled={saving} onClick={() => void save()}>
              {saving ? 'Saving…' : 'Save the duties as a calendar'}
            </button>
          )}
        </>
      }
    >
      <h1 tabIndex={-1} ref={title}>
        Keys and duties
      </h1>
      <p className="lead">What the signed statements of the ceremonies on this machine say: which keys there are, in which state, and what is to be done next.</p>
      <ProblemPanel problem={problem} />
      <div role="status">
        {path !== null && (
          <NotePanel tone="ok" title="The duties are saved as a calendar file.">
            <p className="mono lineage-path">{path}</p>
            <p>It holds dates and names, and nothing secret. Any calendar can import it.</p>
          </NotePanel>
        )}
      </div>
      {lineage === null && <p className="card quiet">Reading the record of earlier ceremonies…</p>}
      {lineage === 'unread' && (
        <NotePanel tone="warn" title="The record of earlier ceremonies could not be read now.">
          <p>Nothing is lost: the bundles are as they were. Close Keyrite and start it again.</p>
        </NotePanel>
      )}
      {lineage !== null && lineage !== 'unread' && all.length === 0 && <p className="card quiet">No ceremony has been closed on this machine yet. After the first one its keys stand here, each with its state and its next duty.</p>}
      {real.map((l) => (
        <OneLineage key={`${l.organisation}-${l.ceremonies[0]?.id ?? ''}`} lineage={l} />
      ))}
      {practice.length > 0 && (
        <details className="lineage-practice">
          <summary>{count(practice.length, 'rehearsal lineage', 'rehearsal lineages')}, keys are not real</summary>
          {practice.map((l) => (
            <OneLineage key={`${l.organisation}-${l.ceremonies[0]?.id ?? ''}`} lineage={l} />
          ))}
        </details>
      )}
    </OutsideLayout>
  );
}
