/** Somebody says something for the record: who says it (where that matters) and the words. No code is needed for it. */
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactElement, ReactNode, SubmitEvent } from 'react';
import type { Snapshot } from '../api.ts';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { useStore, useUi } from '../state/use-store.ts';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Fault } from './fault.tsx';
import { WhoSelect } from './who-select.tsx';

interface Props {
  readonly snapshot: Snapshot;
  readonly title: string;
  readonly children: ReactNode;
  /** Left out where nobody in particular says it. `except`: somebody who cannot. */
  readonly who?: { readonly label: string; readonly except?: string };
  readonly text: { readonly label: string; readonly hint?: string; /** What is said while the field is empty; absent where it may stay so. */ readonly missing?: string };
  readonly submit: string;
  readonly stop?: boolean;
  readonly send: (by: string, text: string) => Promise<boolean>;
  readonly onClose: () => void;
}

export function SaidDialog({ snapshot, title, children, who, text, submit, stop = false, send, onClose }: Props): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [by, setBy] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const said = field.current?.value.trim() ?? '';
    const wrong = who !== undefined && by === '' ? 'Choose the person. Nothing was sent.' : said === '' ? (text.missing ?? null) : null;
    setFault(wrong);
    if (wrong === null && (await send(by, said))) onClose();
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <p className="quiet">{children}</p>
        {who !== undefined && <WhoSelect label={who.label} snapshot={snapshot} value={by} onChange={setBy} autoFocus {...(who.except === undefined ? {} : { except: who.except })} />}
        <div className="field">
          <label htmlFor={id}>{text.label}</label>
          <textarea id={id} ref={field} maxLength={500} rows={2} data-autofocus={who === undefined ? '' : undefined} aria-describedby={text.hint === undefined ? undefined : `${id}-hint`} />
          {text.hint !== undefined && (
            <span className="hint" id={`${id}-hint`}>
              {text.hint}
            </span>
          )}
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label={submit} stop={stop} pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}
