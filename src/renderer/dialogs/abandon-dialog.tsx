/** Two people end a ceremony for good, each with their own code, and say why. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
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

export function AbandonDialog({ snapshot, onClose }: { readonly snapshot: Snapshot; readonly onClose: () => void }): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const firstField = useRef<HTMLInputElement>(null);
  const secondField = useRef<HTMLInputElement>(null);
  const reason = useRef<HTMLTextAreaElement>(null);
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
      if (wrong === null && (await store.act('ceremony:abandon', { first, firstCode, second, secondCode, reason: why }, 'Abandoning…'))) onClose();
    } finally {
      wipeSecret(firstCode, secondCode);
    }
  }

  return (
    <Dialog title="Abandon this ceremony for good" onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <NotePanel tone="stop" title="It cannot be continued afterwards.">
          <p>The record is kept as it is and says that the ceremony was abandoned. Keys already made stay on the HSM; shares already written are worthless for a later ceremony and must be destroyed.</p>
        </NotePanel>
        <div className="field">
          <label htmlFor="abandon-reason">Why</label>
          <textarea id="abandon-reason" ref={reason} maxLength={500} rows={2} data-autofocus="" />
        </div>
        <div className="pair">
          <WhoSelect label="First person" snapshot={snapshot} value={first} onChange={setFirst} except={second} />
          <SecretField label="Code of the first person" field={firstField} />
          <WhoSelect label="Second person" snapshot={snapshot} value={second} onChange={setSecond} except={first} />
          <SecretField label="Code of the second person" field={secondField} />
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label="Abandon the ceremony" stop pending={pending} onBack={onClose} />
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
