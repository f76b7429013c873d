/** What became of one share, or of the package: destroyed in front of everyone, or not, and why. */
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import { Dialog } from '../../dialogs/dialog.tsx';
import { DialogActs } from '../../dialogs/dialog-acts.tsx';
import { Fault } from '../../dialogs/fault.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { useStore, useUi } from '../../state/use-store.ts';
import './share-destroying.css';

interface Props {
  readonly index: number;
  /** "share 2 of Rania Haddad" or "the package". */
  readonly what: string;
  readonly carrier: 'paper' | 'smartcard' | 'package';
  readonly onClose: () => void;
}

const usual = {
  paper: 'For example: cross-cut shredder (DIN 66399 P-7), pieces burnt.',
  smartcard: 'For example: the card’s object was erased, and the chip was cut through.',
  package: 'For example: the sheets were shredded and the file was erased from both media.',
} as const;

export function AccountDialog({ index, what, carrier, onClose }: Props): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [result, setResult] = useState<'destroyed' | 'not-destroyed' | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const how = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const said = how.current?.value.trim() ?? '';
    const wrong = result === null ? 'Choose what became of it. Nothing was recorded.' : said === '' ? (result === 'destroyed' ? 'Say how it was destroyed. Nothing was recorded.' : 'Say why not, and where it is. Nothing was recorded.') : null;
    setFault(wrong);
    if (result !== null && wrong === null && (await store.act('share:account', { index, result, how: said }, 'Recording…'))) onClose();
  }

  return (
    <Dialog title={`What became of ${what}?`} onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <fieldset className="choice-wrap">
          <legend>Seen by everyone here</legend>
          <div className="choice">
            <label>
              <input type="radio" name="result" checked={result === 'destroyed'} onChange={() => setResult('destroyed')} data-autofocus="" />
              <span className="account-choice">It was destroyed</span>
            </label>
            <label>
              <input type="radio" name="result" checked={result === 'not-destroyed'} onChange={() => setResult('not-destroyed')} />
              <span className="account-choice">It was not destroyed</span>
            </label>
          </div>
        </fieldset>
        <div className="field">
          <label htmlFor={id}>{result === 'not-destroyed' ? 'Why not, and where is it?' : 'How was it destroyed?'}</label>
          <textarea id={id} ref={how} maxLength={500} rows={2} aria-describedby={`${id}-hint`} />
          <span className="hint" id={`${id}-hint`}>
            {result === 'not-destroyed' ? 'For example: not brought; still with its custodian, who destroys it before Friday.' : usual[carrier]}
          </span>
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label={result === 'not-destroyed' ? 'Record it as not destroyed' : 'Record it as destroyed'} stop={result === 'not-destroyed'} pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}
