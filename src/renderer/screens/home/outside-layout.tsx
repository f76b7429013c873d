/** The frame outside a ceremony: the name, the machine, one page. */
import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { useUi } from '../../state/use-store.ts';
import './outside.css';

export function OutsideLayout({ children, acts }: { readonly children: ReactNode; readonly acts?: ReactNode }): ReactElement {
  const { info } = useUi();
  return (
    <div className="outside">
      <header className="outside-bar">
        <span className="outside-name">Keyrite</span>
        {info !== null && <span className="top-id mono">{info.version}</span>}
        <span className="outside-space" />
        {info?.host === 'shell' && (
          <span className="pill pill-rehearsal">
            <Icon name="warn" /> For rehearsals only
          </span>
        )}
        {info !== null && (
          <span className={`pill ${info.offline.ok ? 'pill-ok' : 'pill-stop'}`}>
            <Icon name={info.offline.ok ? 'check' : 'stop'} /> {info.offline.ok ? 'No network' : 'Network found'}
          </span>
        )}
      </header>
      <main className="outside-main">
        <div className="outside-body">{children}</div>
      </main>
      {acts !== undefined && (
        <footer className="outside-acts" aria-label="Acts">
          <div>{acts}</div>
        </footer>
      )}
    </div>
  );
}
