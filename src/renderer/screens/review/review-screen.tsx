/** Reviewing a record without having been in the room: open it, see the verdict, go through it step by step, compare it, decide. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { SavedCeremony } from '../../../contract/snapshot.ts';
import type { ReviewPlace } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { useStore } from '../../state/use-store.ts';
import { OutsideLayout } from '../home/outside-layout.tsx';
import { ChooseRecord } from './choose-record.tsx';
import { Compare } from './compare.tsx';
import { Decide } from './decide.tsx';
import { PinsCard } from './pins-card.tsx';
import { ReviewBusy } from './review-busy.tsx';
import { Script } from './script.tsx';
import { Summary } from './summary.tsx';
import { useReview } from './use-review.ts';
import './review.css';
import './review-script.css';

type Page = 'summary' | 'script' | 'compare' | 'decide';
const pages: readonly { readonly id: Page; readonly name: string }[] = [
  { id: 'summary', name: 'What it shows' },
  { id: 'script', name: 'Step by step' },
  { id: 'compare', name: 'Beside another record' },
  { id: 'decide', name: 'Sign off or refuse' },
];

interface Props {
  readonly saved: readonly SavedCeremony[] | null;
  readonly onBack: () => void;
}

export function ReviewScreen({ saved, onBack }: Props): ReactElement {
  const { api } = useStore();
  const review = useReview();
  const { state, busy, problem, run } = review;
  const [page, setPage] = useState<Page>('summary');
  const title = useRef<HTMLHeadingElement>(null);
  const record = state?.record ?? null;
  const other = state?.other ?? null;
  const token = record?.token ?? 0;
  useEffect(() => {
    title.current?.focus();
  }, [token, page]);

  const verifying = 'Verifying everything in the record…';
  const opening = (place: ReviewPlace) => ({
    onFolder: () => void run(verifying, () => api['review:open']({ place, from: 'folder' })),
    onZip: () => void run(verifying, () => api['review:open']({ place, from: 'zip' })),
    onMachine: (ceremony: string) => void run(verifying, () => api['review:open']({ place, from: 'machine', ceremony })),
  });
  const turnTo = (to: Page): void => {
    review.dismiss();
    setPage(to);
  };
  const close = (place: ReviewPlace): void => {
    setPage(place === 'record' ? 'summary' : page);
    void run('Closing the record…', () => api['review:close']({ place }));
  };
  const pins = (
    <PinsCard
      trust={state?.trust ?? null}
      disabled={busy !== null}
      onChoose={() => void run('Verifying again, by these pins…', () => api['review:choose-trust']({}))}
      onForget={() => void run('Verifying again, without pins…', () => api['review:forget-trust']({}))}
    />
  );
  const shown = record?.content == null ? 'summary' : page;

  return (
    <OutsideLayout
      acts={
        <>
          <button type="button" onClick={onBack}>
            Back to the first screen
          </button>
          {record !== null && (
            <button type="button" disabled={busy !== null} onClick={() => close('record')}>
              Close this record
            </button>
          )}
          {record?.content != null && shown !== 'decide' && (
            <button type="button" className="primary" disabled={busy !== null} onClick={() => turnTo('decide')}>
              Sign off or refuse
            </button>
          )}
        </>
      }
    >
      <div className="review-head">
        <h1 tabIndex={-1} ref={title}>
          {record === null ? 'Review a record' : (record.ceremony?.title ?? record.name)}
        </h1>
        {record?.rehearsal === true && (
          <span className="tag-rehearsal">
            <Icon name="warn" /> Rehearsal
          </span>
        )}
      </div>
      {record === null && <p className="lead">For those who were not in the room. Everything is verified first; then you go through what happened, step by step, and decide from the record alone.</p>}
      {record !== null && record.content !== null && (
        <nav className="review-pages" aria-label="Parts of the review">
          {pages.map(({ id, name }) => (
            <button key={id} type="button" aria-current={shown === id ? 'page' : undefined} onClick={() => turnTo(id)}>
              {name}
            </button>
          ))}
        </nav>
      )}
      {shown !== 'decide' && <ProblemPanel problem={problem} />}
      {busy !== null && <ReviewBusy what={busy} />}
      {state === null && problem === null && <p className="quiet">One moment…</p>}
      {state !== null && record === null && (
        <>
          <ChooseRecord place="record" saved={saved} disabled={busy !== null} {...opening('record')} />
          {pins}
        </>
      )}
      {record !== null && shown === 'summary' && (
        <>
          <Summary summary={record} />
          {pins}
        </>
      )}
      {state !== null && record?.content != null && shown === 'decide' && <Decide key={record.statementSha256} review={review} state={state} record={record} />}
      {record?.content != null && shown === 'script' && <Script key={token} content={record.content} />}
      {record?.content != null && shown === 'compare' && other === null && (
        <>
          <p className="lead">Open the record of another year: the same kinds of facts then stand side by side, and what is not the same is said.</p>
          <ChooseRecord place="other" saved={saved} disabled={busy !== null} {...opening('other')} />
        </>
      )}
      {record?.content != null && shown === 'compare' && other !== null && (
        <>
          <p className="review-beside">
            <span>
              Beside <strong>{other.ceremony?.title ?? other.name}</strong> <span className="mono small review-name">{other.name}</span>
            </span>
            <button type="button" className="plain" disabled={busy !== null} onClick={() => close('other')}>
              Take another record
            </button>
          </p>
          {other.content === null ? <Summary summary={other} /> : <Compare key={`${token} ${other.token}`} />}
        </>
      )}
    </OutsideLayout>
  );
}
