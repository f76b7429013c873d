/** One input for a PIN half or a personal code. SECURITY: uncontrolled on purpose; its text must never enter React state. */
import { useEffect, useId } from 'react';
import type { ReactElement, RefObject } from 'react';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly autoFocus?: boolean;
}

export function SecretField({ label, hint, field, autoFocus = false }: Props): ReactElement {
  const id = useId();
  useEffect(() => {
    const input = field.current;
    // SECURITY: whatever closes the dialog, nothing typed stays behind.
    return () => {
      if (input !== null) input.value = '';
    };
  }, [field]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={field}
        type="password"
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        data-autofocus={autoFocus ? '' : undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint !== undefined && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
