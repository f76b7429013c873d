/** Rules that do not hold: what each asks for, what was found, what that means, and its id for whoever looks it up. */
import type { ReactElement } from 'react';
import type { FindingView } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import { count } from '../../parts/text.ts';

export function Findings({ findings, all }: { readonly findings: readonly FindingView[]; /** Also those that the list leaves out. */ readonly all: number }): ReactElement | null {
  if (findings.length === 0) return null;
  return (
    <section className="card review-card" aria-label="Findings">
      <h2>What was found</h2>
      <ol className="review-findings">
        {findings.map((f, at) => (
          <li key={at}>
            <p className="review-finding-head">
              <Status tone={f.severity === 'error' ? 'stop' : 'warn'}>{f.severity === 'error' ? 'rule broken' : 'to be noted'}</Status>
              <span className="mono small">{f.rule}</span>
              {f.event !== null && <span className="small quiet">entry {f.event}</span>}
              {f.file !== null && <span className="mono small quiet review-name">{f.file}</span>}
            </p>
            <p className="review-finding-found">
              <Unbroken text={f.found} />
            </p>
            <p>{f.means}</p>
            <p className="small quiet">The rule: {f.requires}</p>
          </li>
        ))}
      </ol>
      {all > findings.length && <p className="quiet">{count(all - findings.length, 'further finding is', 'further findings are')} counted and not listed.</p>}
    </section>
  );
}
