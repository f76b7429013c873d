/** Records that something went otherwise than the script: who says it, what happened, what was done about it. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import type { Snapshot } from '../api.ts';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { useStore, useUi } from '../state/use-store.ts';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Fault } from './fault.tsx';
import { WhoSelect } from './who-select.tsx';

export function DeviationDialog({ snapshot, onClose }: { readonly snapshot: Snapshot; readonly onClose: () => void }): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [by, setBy] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const what = useRef<HTMLTextAreaElement>(null);
  const remedy = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const said = what.current?.value.trim() ?? '';
    const done = remedy.current?.value.trim() ?? '';
    const wrong = by === '' ? 'Choose who records it.' : said === '' ? 'Say what happened.' : done === '' ? 'Say what was done about it, even if it was nothing.' : null;
    setFault(wrong);
    if (wrong === null && (await store.act('deviation:record', { by, what: said, remedy: done }, 'Recording…'))) onClose();
  }

  return (
    <Dialog title="Record a deviation" onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <p className="quiet">No ceremony goes entirely by its script. What is written here stays in the record with the step and the time, and somebody who may do so accepts it with their code.</p>
        <WhoSelect label="Who records it" snapshot={snapshot} value={by} onChange={setBy} autoFocus />
        <div className="field">
          <label htmlFor="deviation-what">What happened</label>
          <textarea id="deviation-what" ref={what} maxLength={500} rows={3} />
        </div>
        <div className="field">
          <label htmlFor="deviation-remedy">What was done about it</label>
          <textarea id="deviation-remedy" ref={remedy} maxLength={500} rows={2} />
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label="Record this deviation" pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}
