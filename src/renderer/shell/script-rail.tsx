/** The script: every step, who acts, and where the ceremony is. There is no step back, so nothing here can be clicked. */
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import { Unbroken } from '../parts/unbroken.tsx';
import './script-rail.css';

const words = { done: 'done', now: 'now', ahead: 'to come' } as const;

export function ScriptRail({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  const rail = useRef<HTMLElement>(null);
  const now = useRef<HTMLLIElement>(null);
  const current = snapshot.script.find((line) => line.state === 'now');
  const id = current?.id;
  useEffect(() => {
    // Not scrollIntoView: it would scroll everything around the rail as well.
    if (rail.current !== null && now.current !== null) rail.current.scrollTop = now.current.offsetTop - rail.current.clientHeight / 2;
  }, [id]);
  const finished = snapshot.status === 'closed' || current === undefined;
  return (
    // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <nav ref={rail} className="script-rail" aria-label="Script" tabIndex={0}>
      <h2>{finished ? `Script, ${snapshot.script.length} steps` : `Script, step ${current.number} of ${snapshot.script.length}`}</h2>
      <ol>
        {snapshot.script.map((line) => (
          <li key={line.id} ref={line.state === 'now' ? now : null} className={`line line-${line.state}`} aria-current={line.state === 'now' ? 'step' : undefined}>
            <span className="line-number" aria-hidden="true">
              {line.state === 'done' ? <Icon name="check" /> : line.number}
            </span>
            <span className="line-text">
              <Unbroken text={line.title} />
              <span className="visually-hidden">, {words[line.state]}</span>
              {line.who !== '' && line.state !== 'done' && <span className="line-who">{line.who}</span>}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
