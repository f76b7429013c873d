/** A share typed from its sheet, row by row. SECURITY: the rows are the share; they stay in the inputs, never in React state, and are emptied once they were read. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import { Fault } from '../dialogs/fault.tsx';
import { Status } from '../parts/status.tsx';
import { inWords } from '../parts/text.ts';
import { useStore } from '../state/use-store.ts';

/** Rows of a share and characters of a row, its two check characters among them (docs/formats/share.md). */
const rowCount = 5;
const rowLength = 18;
const numbers = Array.from({ length: rowCount }, (_, at) => at);

type RowState = { readonly ok: boolean; readonly sentence: string } | null;

function letters(text: string): number {
  return text.replace(/[\s.·-]/g, '').length;
}

export function FromTyping({ disabled, presenter }: { readonly disabled: boolean; readonly presenter?: string | undefined }): ReactElement {
  const store = useStore();
  const [states, setStates] = useState<readonly RowState[]>(() => numbers.map(() => null));
  const [fault, setFault] = useState<string | null>(null);
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  useEffect(() => {
    const kept = inputs.current;
    return () => empty(kept);
  }, []);

  const mark = (at: number, state: RowState): void => setStates((before) => before.map((s, i) => (i === at ? state : s)));

  async function check(at: number): Promise<void> {
    const input = inputs.current[at];
    if (!input || letters(input.value) < rowLength) {
      mark(at, null);
      return;
    }
    const text = input.value;
    try {
      const answer = await store.api['share:check-row']({ row: at + 1, text });
      // The row may have been changed while it was checked; only the answer about what stands there counts.
      if (input.value !== text) return;
      mark(at, answer);
      if (answer.ok && document.activeElement === input) inputs.current[at + 1]?.focus();
    } catch {
      mark(at, null);
    }
  }

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const rows = inputs.current.map((input) => input?.value ?? '');
    const missing = rows.findIndex((row) => letters(row) < rowLength);
    if (missing >= 0) {
      setFault(`Row ${missing + 1} is not complete: it has ${letters(rows[missing] ?? '')} of ${rowLength} characters.`);
      inputs.current[missing]?.focus();
      return;
    }
    setFault(null);
    if (await store.act('share:read-typed', presenter === undefined ? { rows } : { rows, presenter }, 'Checking the share')) empty(inputs.current);
  }

  return (
    <form className="way-panel card" autoComplete="off" onSubmit={(event) => void submit(event)}>
      <p>
        Type the {inWords(rowCount)} rows as they stand on the sheet; spaces and the dot may be left out. Each row is checked as soon as it is complete, and the cursor then goes on to the next.
      </p>
      <div className="typed-rows">
        {numbers.map((at) => {
          const state = states[at] ?? null;
          return (
            <div key={at} className="typed-row">
              <label htmlFor={`row-${at + 1}`}>Row {at + 1}</label>
              <input
                id={`row-${at + 1}`}
                ref={(input) => void (inputs.current[at] = input)}
                onChange={() => void check(at)}
                maxLength={40}
                placeholder="···· ···· ···· ···· · ··"
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                disabled={disabled}
                aria-invalid={state?.ok === false}
                aria-describedby={`row-${at + 1}-says`}
              />
              <span className="typed-mark">{state !== null && <Status tone={state.ok ? 'ok' : 'stop'}>{state.ok ? 'right' : 'not right'}</Status>}</span>
              <span className="typed-says" id={`row-${at + 1}-says`} role="status">
                {state?.ok === false ? state.sentence : ''}
              </span>
            </div>
          );
        })}
      </div>
      <Fault sentence={fault} />
      <button type="submit" className="primary" disabled={disabled}>
        Read the typed share
      </button>
    </form>
  );
}

function empty(inputs: readonly (HTMLInputElement | null)[]): void {
  for (const input of inputs) if (input !== null) input.value = '';
}
