/** Something that two people decide together, each with their own code, and say why. SECURITY: both codes leave their fields at once and are wiped once sent. */
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactElement, ReactNode, SubmitEvent } from 'react';
import type { Snapshot } from '../api.ts';
import { NotePanel } from '../parts/note-panel.tsx';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { SecretField } from '../secret/secret-field.tsx';
import { takeSecret, wipeSecret } from '../secret/secret-bytes.ts';
import { useStore, useUi } from '../state/use-store.ts';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Fault } from './fault.tsx';
import { WhoSelect } from './who-select.tsx';

export interface TwoPeople {
  readonly first: string;
  readonly firstCode: Uint8Array<ArrayBuffer>;
  readonly second: string;
  readonly secondCode: Uint8Array<ArrayBuffer>;
  readonly reason: string;
}

interface Props {
  readonly snapshot: Snapshot;
  readonly title: string;
  /** What it means, in a grave panel: its title and its sentences. */
  readonly warning: string;
  readonly children: ReactNode;
  readonly submit: string;
  readonly send: (decided: TwoPeople) => Promise<boolean>;
  readonly onClose: () => void;
}

export function TwoPeopleDialog({ snapshot, title, warning, children, submit, send, onClose }: Props): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const firstField = useRef<HTMLInputElement>(null);
  const secondField = useRef<HTMLInputElement>(null);
  const reason = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (firstField.current === null || secondField.current === null) return;
    const why = reason.current?.value.trim() ?? '';
    const firstCode = takeSecret(firstField.current);
    const secondCode = takeSecret(secondField.current);
    try {
      const wrong = faultOf(why, first, second, firstCode, secondCode);
      setFault(wrong);
      if (wrong === null && (await send({ first, firstCode, second, secondCode, reason: why }))) onClose();
    } finally {
      wipeSecret(firstCode, secondCode);
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <NotePanel tone="stop" title={warning}>
          <p>{children}</p>
        </NotePanel>
        <div className="field">
          <label htmlFor={id}>Why</label>
          <textarea id={id} ref={reason} maxLength={500} rows={2} data-autofocus="" />
        </div>
        <div className="pair">
          <WhoSelect label="First person" snapshot={snapshot} value={first} onChange={setFirst} except={second} />
          <SecretField label="Code of the first person" field={firstField} />
          <WhoSelect label="Second person" snapshot={snapshot} value={second} onChange={setSecond} except={first} />
          <SecretField label="Code of the second person" field={secondField} />
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label={submit} stop pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}

function faultOf(why: string, first: string, second: string, firstCode: Uint8Array, secondCode: Uint8Array): string | null {
  if (why === '') return 'Say why; type both codes again. Nothing was sent.';
  if (first === '' || second === '') return 'Choose both people; type both codes again. Nothing was sent.';
  if (firstCode.length === 0 || secondCode.length === 0) return 'Both people type their code. Nothing was sent; type both again.';
  if (firstCode.length > 64 || secondCode.length > 64) return 'A code has at most 64 characters. Nothing was sent; type both again.';
  return null;
}
