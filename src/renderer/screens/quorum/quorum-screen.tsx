/** Gathering a quorum of an earlier share set: each custodian agrees to what it is for, then presents one share. A share is never asked for before its holder agreed. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import { GatherAgain } from '../../parts/gather-again.tsx';
import { nameOf } from '../../parts/name-of.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { setName } from '../../parts/share-words.ts';
import { Tally } from '../../parts/tally.tsx';
import { capital, count, inWords } from '../../parts/text.ts';
import { ShareInput } from '../../share-input/share-input.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useUi } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { AgreeDialog } from './agree-dialog.tsx';
import { Custodians } from './custodians.tsx';
import { presenterNow, rowsOf, waysOf } from './quorum-rows.ts';

export function QuorumScreen({ step, snapshot, goOn }: ScreenProps<'quorum'>): ReactElement {
  const { pending } = useUi();
  const [agreeing, agree] = useState<readonly string[] | null>(null);
  const [chosen, choose] = useState<string | null>(null);
  const { threshold, presented, sentence } = step;
  const rows = rowsOf(step, snapshot);
  const short = Math.max(0, threshold - presented.length);
  const complete = short === 0;
  const presenter = complete || goOn !== null || step.pins.length > 0 ? null : presenterNow(rows, chosen);
  const open = rows.filter((r) => r.state === 'not-yet');
  const first = open[0];
  const name = presenter === null ? '' : nameOf(snapshot, presenter.id);
  return (
    <>
      <StepPage
        snapshot={snapshot}
        heading={complete ? `${capital(inWords(threshold))} shares are here` : presenter !== null ? `${name} presents a share` : `Gather ${inWords(threshold)} shares of set ${setName(step.set)}`}
        who="One custodian after another, everyone hears what it is for"
        lead={
          complete
            ? 'Each is the right share of the right set. They stay in the memory of this machine until the next step has used them, and are wiped then.'
            : presenter !== null
              ? `${name} has agreed with their code. Take the share of set ${setName(step.set)} out of its bag now and present it. A wrong share does no harm: it is named, and another can be tried.`
              : 'Each custodian first hears what the shares are for and agrees with their code; only then is their share read. Nobody presents two.'
        }
        act={goOn ?? (complete || presenter !== null || first === undefined ? null : { label: 'A custodian agrees with their code', run: () => agree(open.map((r) => r.id)) })}
        waiting={presenter !== null ? `Waiting for the share of ${name}` : complete ? '' : `${capital(count(short, 'more share'))} needed`}
        confirms={sentence}
        seldom={goOn === null && (presented.length > 0 || step.joined.length > 0) && <GatherAgain snapshot={snapshot} />}
        actors="none"
      >
        <ReadAloud by="The security officer" large={presenter === null}>
          {sentence}
        </ReadAloud>
        {presenter !== null && (
          <ShareInput
            key={`${presenter.id}-${String(presented.length)}`}
            offered={waysOf(presenter, step)}
            custodian={name}
            card={presenter.share?.card ?? step.expected.find((s) => s.carrier === 'smartcard')?.card ?? ''}
            cardRemoved
            earlier
            presenter={presenter.id}
            disabled={pending !== null}
          />
        )}
        <Tally label="The quorum" have={presented.length} what={`${presented.length === 1 ? 'share' : 'shares'} given,`} need={threshold}>
          {!complete && <p className="quiet">{capital(inWords(short))} {short === 1 ? 'is' : 'are'} still missing.</p>}
        </Tally>
        {!complete && first === undefined && presenter === null && step.pins.length === 0 && (
          <NotePanel tone="warn" title="Nobody is left who could present a share.">
            <p>Nothing was changed. Pause the ceremony until more custodians are here, or gather the quorum again if a share was presented by mistake.</p>
          </NotePanel>
        )}
        <Custodians snapshot={snapshot} rows={rows} presenting={presenter?.id ?? null} busy={pending !== null || goOn !== null} complete={complete} onAgree={(id) => agree([id])} onPresent={choose} />
      </StepPage>
      {agreeing !== null && (
        <AgreeDialog
          snapshot={snapshot}
          among={agreeing}
          sentence={sentence}
          onAgreed={choose}
          onClose={() => agree(null)}
        />
      )}
    </>
  );
}
