/** The two buttons of a dialog: the way back, and the act by its name. */
import type { ReactElement } from 'react';

interface Props {
  readonly label: string;
  readonly back?: string;
  readonly stop?: boolean;
  readonly pending: string | null;
  readonly onBack: () => void;
}

export function DialogActs({ label, back = 'Back to the step', stop = false, pending, onBack }: Props): ReactElement {
  return (
    <div className="dialog-acts">
      <button type="button" onClick={onBack} disabled={pending !== null}>
        {back}
      </button>
      <button type="submit" className={stop ? 'stop' : 'primary'} disabled={pending !== null} aria-live="polite">
        {pending ?? label}
      </button>
    </div>
  );
}
