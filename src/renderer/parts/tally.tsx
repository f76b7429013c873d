/** How many are there and how many are needed, readable from across the room. */
import type { ReactElement, ReactNode } from 'react';
import './tally.css';

interface Props {
  readonly label: string;
  readonly have: number;
  /** Between the numbers, e.g. "shares given,". */
  readonly what: string;
  readonly need: number;
  readonly children?: ReactNode;
}

export function Tally({ label, have, what, need, children }: Props): ReactElement {
  return (
    <section className="tally" aria-label={label}>
      <p className="tally-number">
        {have} <span>{what}</span> {need} <span>needed</span>
      </p>
      {children}
    </section>
  );
}
