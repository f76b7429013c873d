/** The officer's decision: accept or refuse, with reasons, signed with their own key. The code leaves its input at the last moment and is wiped once it was sent. */
import { useId, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import type { ReviewState, ReviewSummary } from '../../api.ts';
import { Fault } from '../../dialogs/fault.tsx';
import { Icon } from '../../parts/icon.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { SecretField } from '../../secret/secret-field.tsx';
import { takeSecret, wipeSecret } from '../../secret/secret-bytes.ts';
import { useStore } from '../../state/use-store.ts';
import { KeyMade, NewKey } from './new-key.tsx';
import { Written } from './written.tsx';
import type { Review } from './use-review.ts';

interface Props {
  readonly review: Review;
  readonly state: ReviewState;
  readonly record: ReviewSummary;
}

type Decision = 'accepted' | 'refused';

export function Decide({ review, state, record }: Props): ReactElement {
  const { api } = useStore();
  const { busy, problem, run } = review;
  const [decision, setDecision] = useState<Decision | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const code = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const asked = decision === 'accepted' ? record.questions : [];

  function said(name: string): string {
    const field = form.current?.elements.namedItem(name);
    return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value.trim() : '';
  }

  /** What is missing, or null. Main holds the rules; this saves a round. */
  function missing(): string | null {
    if (decision === null) return 'Say first whether you accept or refuse this record. Nothing was signed.';
    if (said('name') === '' || said('role') === '') return 'Write your name and your role. Nothing was signed.';
    if (said('reasons') === '') return 'Write your reasons. Nothing was signed.';
    const open = asked.find((q) => said(q.about) === '');
    if (open !== undefined) return `Say why you accept in spite of ${open.about}, or refuse the record. Nothing was signed.`;
    return state.key === null ? 'Choose your key file. Nothing was signed.' : null;
  }

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (code.current === null || busy !== null) return;
    const typed = takeSecret(code.current);
    try {
      const wrong = missing() ?? (typed.length === 0 ? 'Type the code of your key. Nothing was signed.' : typed.length > 64 ? 'That code is too long: at most 64 characters. Nothing was signed.' : null);
      setFault(wrong);
      if (wrong !== null || decision === null) return;
      const answers = asked.map(({ about }) => ({ about, reason: said(about) }));
      await run('Signing, and verifying everything again…', () => api['review:sign-off']({ decision, name: said('name'), role: said('role'), reasons: said('reasons'), answers, code: typed }));
    } finally {
      wipeSecret(typed);
    }
  }

  // Who has decided is not asked again: the same officer twice is a remark on the record.
  const decided = state.saved !== null || state.unsaved !== null;
  const written = <Written state={state} busy={busy} onSave={() => void run('Saving the sign-off…', () => api['review:save-sign-off']({}))} />;
  if (decided) {
    return (
      <>
        {written}
        <ProblemPanel problem={problem} />
      </>
    );
  }
  return (
    <>
      {written}
      <form ref={form} className="card review-decide" noValidate aria-label="Your decision" onSubmit={(event) => void onSubmit(event)}>
        <p className="review-what">Whoever took part in the ceremony cannot decide on its record. What you write here is signed with your own key and lies beside the record for good; the record itself is never changed.</p>
        <fieldset className="choice-wrap">
          <legend>Your decision</legend>
          <div className="choice">
            <label>
              <input type="radio" name="decision" checked={decision === 'accepted'} onChange={() => setDecision('accepted')} /> I accept this record
            </label>
            <label>
              <input type="radio" name="decision" checked={decision === 'refused'} onChange={() => setDecision('refused')} /> I refuse this record
            </label>
          </div>
        </fieldset>
        <div className="pair">
          <Line id={`${id}-name`} name="name" label="Your name" max={200} />
          <Line id={`${id}-role`} name="role" label="Your role" max={200} />
        </div>
        {asked.length > 0 && <p className="review-what">This record has {asked.length === 1 ? 'a remark' : `${asked.length} remarks`}. To accept it, say {asked.length === 1 ? 'why you do so in spite of it' : 'of each why you do so in spite of it'}.</p>}
        {asked.map((q, at) => (
          <div key={q.about} className="field">
            <label htmlFor={`${id}-q${at}`}>Why you accept in spite of {q.about}</label>
            <span className="hint review-long" id={`${id}-q${at}-hint`}>
              {q.sentence}
            </span>
            <textarea id={`${id}-q${at}`} name={q.about} maxLength={500} rows={2} aria-describedby={`${id}-q${at}-hint`} />
          </div>
        ))}
        <div className="field">
          <label htmlFor={`${id}-reasons`}>Your reasons</label>
          <textarea id={`${id}-reasons`} name="reasons" maxLength={2000} rows={3} />
        </div>
        <div className="pair">
          <div className="field">
            <span className="review-key-label">Your key</span>
            {state.key === null ? (
              <span className="quiet">No key file is chosen.</span>
            ) : (
              <span>
                <span className="mono review-name">{state.key.name}</span> <span className="small quiet mono">{state.key.keySha256.slice(0, 16)}…</span>
              </span>
            )}
            <button type="button" disabled={busy !== null} onClick={() => void run('Reading the key file…', () => api['review:choose-key']({}))}>
              <Icon name="file" /> {state.key === null ? 'Choose your key file' : 'Choose another key file'}
            </button>
            {state.key === null && !making && (
              <button type="button" className="plain" disabled={busy !== null} onClick={() => setMaking(true)}>
                Make a new key
              </button>
            )}
          </div>
          <SecretField label="Code of your key, or PIN of your card" field={code} />
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={making ? null : problem} />
        {record.rehearsal && (
          <NotePanel tone="warn" title="This is a rehearsal.">
            <p>What you sign about it is practice too.</p>
          </NotePanel>
        )}
        <p className="review-decide-act">
          <button type="submit" className={decision === 'refused' ? 'stop' : 'primary'} disabled={busy !== null}>
            {decision === null ? 'Sign my decision' : decision === 'accepted' ? 'Sign and accept this record' : 'Sign and refuse this record'}
          </button>
        </p>
      </form>
      {making ? <NewKey review={review} onDone={() => setMaking(false)} /> : <KeyMade state={state} />}
    </>
  );
}

function Line({ id, name, label, max }: { readonly id: string; readonly name: string; readonly label: string; readonly max: number }): ReactElement {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} maxLength={max} autoComplete="off" />
    </div>
  );
}
