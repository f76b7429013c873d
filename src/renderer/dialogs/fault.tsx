/** A sentence about what was typed, before anything was sent. */
import type { ReactElement } from 'react';
import { Icon } from '../parts/icon.tsx';

export function Fault({ sentence }: { readonly sentence: string | null }): ReactElement {
  return (
    <div role="alert" className="fault-region">
      {sentence !== null && (
        <p className="fault">
          <Icon name="warn" />
          <span>{sentence}</span>
        </p>
      )}
    </div>
  );
}
