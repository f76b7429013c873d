/** The draft of a plan as text that can be copied. It is not secret. */
import { useRef, useState } from 'react';
import type { ReactElement } from 'react';

export function PlanDraft({ text }: { readonly text: string }): ReactElement {
  const area = useRef<HTMLTextAreaElement>(null);
  const [said, say] = useState('');

  async function copy(): Promise<void> {
    area.current?.focus();
    area.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      say('Copied.');
    } catch {
      // The application grants the window no permissions; copying by keyboard needs none.
      say('The whole text is marked now: press Ctrl and C to copy it.');
    }
  }

  return (
    <div className="draft">
      <textarea ref={area} className="mono small" aria-label="Draft of the plan" readOnly rows={14} value={text} spellCheck={false} wrap="off" />
      <p className="draft-acts">
        <button type="button" onClick={() => void copy()}>
          Copy the draft
        </button>
        <span role="status">{said}</span>
      </p>
    </div>
  );
}
