/** Labelled facts, one a line. */
import type { ReactElement, ReactNode } from 'react';
import './facts.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

export function Facts({ items, columns = false }: { readonly items: readonly Fact[]; /** Short facts side by side instead of one a line. */ readonly columns?: boolean }): ReactElement {
  return (
    <dl className={columns ? 'facts-columns' : 'facts'}>
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
