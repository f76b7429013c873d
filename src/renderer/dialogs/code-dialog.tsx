/** One person acts with their personal code: confirm, sign, accept, register. The code leaves the input at the last moment and is wiped once it was sent. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, ReactNode, SubmitEvent } from 'react';
import type { PersonView } from '../api.ts';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { SecretField } from '../secret/secret-field.tsx';
import { sameSecret, takeSecret, wipeSecret } from '../secret/secret-bytes.ts';
import { useStore, useUi } from '../state/use-store.ts';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Fault } from './fault.tsx';
import { PersonChoice } from './person-choice.tsx';

interface Props {
  readonly title: (name: string) => string;
  readonly people: readonly PersonView[];
  readonly legend: string;
  readonly children: ReactNode;
  /** A new code is being chosen: typed twice, with a least length. */
  readonly fresh?: boolean;
  readonly noteLabel?: string;
  readonly submit: (name: string) => string;
  readonly send: (participant: string, code: Uint8Array<ArrayBuffer>, note: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Least length of a new personal code, in bytes; main holds the rule, this saves a round. */
export const leastCode = 6;

export function CodeDialog({ title, people, legend, children, fresh = false, noteLabel, submit, send, onClose }: Props): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [chosen, choose] = useState(people[0]?.id ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const code = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const note = useRef<HTMLInputElement>(null);
  const name = people.find((p) => p.id === chosen)?.name ?? '';
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (code.current === null) return;
    const typed = takeSecret(code.current);
    const repeated = fresh && again.current !== null ? takeSecret(again.current) : null;
    try {
      const wrong = faultOf(typed, repeated);
      setFault(wrong);
      if (wrong === null && (await send(chosen, typed, note.current?.value.trim() ?? ''))) onClose();
      else code.current.focus();
    } finally {
      wipeSecret(typed, repeated);
    }
  }

  return (
    <Dialog title={title(name)} onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <div>{children}</div>
        {people.length > 1 && <PersonChoice legend={legend} people={people} chosen={chosen} onChoose={choose} />}
        <div className={fresh ? 'pair' : undefined}>
          <SecretField key={`${chosen}-code`} label="Personal code" field={code} autoFocus {...(fresh ? { hint: `At least ${leastCode} characters. Nobody can look it up later.` } : {})} />
          {fresh && <SecretField key={`${chosen}-again`} label="Personal code once more" field={again} />}
        </div>
        {noteLabel !== undefined && (
          <div className="field">
            <label htmlFor="code-note">{noteLabel}</label>
            <input id="code-note" ref={note} maxLength={500} autoComplete="off" />
          </div>
        )}
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label={submit(name)} pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}

/** What is wrong with what was typed, or null. `repeated` is null for an existing code. */
function faultOf(typed: Uint8Array, repeated: Uint8Array | null): string | null {
  if (typed.length === 0) return 'Type the code first. Nothing was sent.';
  if (typed.length > 64) return 'That is too long: at most 64 characters. Nothing was sent.';
  if (repeated === null) return null;
  if (typed.length < leastCode) return `That code is too short: use at least ${leastCode} characters. Nothing was sent; type both fields again.`;
  return sameSecret(typed, repeated) ? null : 'The two fields were not the same. Nothing was sent; type both again.';
}
