/** The other ways on from the first screen: recovering keys, the keys with their duties, reviewing a record; each with one sentence of what waits there. */
import type { ReactElement } from 'react';
import type { LineageView } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { Status } from '../../parts/status.tsx';
import { count } from '../../parts/text.ts';
import { dutiesInOrder, dutySaid, keysInUse } from '../lineage/duties.ts';

interface Props {
  readonly lineage: readonly LineageView[] | 'unread' | null;
  readonly onRecover: () => void;
  readonly onLineage: () => void;
  readonly onReview: () => void;
}

export function OtherPages({ lineage, onRecover, onLineage, onReview }: Props): ReactElement {
  return (
    <nav className="home-pages" aria-label="Other pages">
      <button type="button" className="home-page" onClick={onRecover}>
        <span>
          <span className="home-page-title">Recover keys</span>
          <span className="home-page-says">The HSM is lost, broken or new, and you hold a package and shares. Begin here, also if you have never seen Keyrite.</span>
        </span>
        <Icon name="arrow" />
      </button>
      <button type="button" className="home-page" onClick={onLineage}>
        <span>
          <span className="home-page-title">Keys and duties</span>
          <span className="home-page-says">
            <Summary lineage={lineage} />
          </span>
        </span>
        <Icon name="arrow" />
      </button>
      <button type="button" className="home-page" onClick={onReview}>
        <span>
          <span className="home-page-title">Review a record</span>
          <span className="home-page-says">You were not in the room. See whether the record of a ceremony holds, step by step, and sign it off or refuse it.</span>
        </span>
        <Icon name="arrow" />
      </button>
    </nav>
  );
}

function Summary({ lineage }: { readonly lineage: Props['lineage'] }): ReactElement {
  if (lineage === null) return <>Reading the record of earlier ceremonies…</>;
  if (lineage === 'unread') return <>The record of earlier ceremonies could not be read now. Nothing is lost.</>;
  const real = lineage.filter((l) => l.mode === 'production');
  if (real.length === 0) return <>{lineage.length === 0 ? 'No ceremony has been closed on this machine yet.' : 'Only rehearsals have been closed on this machine yet.'}</>;
  const duties = dutiesInOrder(real.flatMap((l) => l.duties));
  const overdue = duties.filter((d) => d.state === 'overdue').length;
  const problems = real.reduce((sum, l) => sum + l.problems.length, 0);
  const next = duties[0];
  return (
    <>
      {count(keysInUse(real), 'key')} in use. {overdue > 0 ? '' : next === undefined ? 'Nothing is due.' : `Next: ${dutySaid(next)}, by ${next.by}.`}
      {overdue > 0 && (
        <span className="home-page-state">
          <Status tone="stop" icon="stop">{`${count(overdue, 'duty', 'duties')} overdue`}</Status>
        </span>
      )}
      {problems > 0 && (
        <span className="home-page-state">
          <Status tone="stop" icon="stop">{`${count(problems, 'problem')} in the record`}</Status>
        </span>
      )}
    </>
  );
}
