/** Signing: the record is ended, its digest read aloud, and everyone signs it, the root key in the HSM last. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CodeDialog } from '../../dialogs/code-dialog.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { capital, grouped, inWords, list } from '../../parts/text.ts';
import { Words } from '../../parts/words.tsx';
import type { MainAct } from '../../shell/next-act.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { hsmRoot, Signers } from './signers.tsx';

export function SigningScreen({ step, snapshot, goOn }: ScreenProps<'signing'>): ReactElement {
  const store = useStore();
  const [signing, sign] = useState<string | null>(null);
  const { statementSha256, openDeviations, signers, words } = step;
  const ended = statementSha256 !== null;
  const number = inWords(words.length);
  const open = signers.filter((s) => !s.signed);
  const person = open.find((s) => s.id !== hsmRoot && s.required) ?? open.find((s) => s.id !== hsmRoot);
  const root = open.find((s) => s.id === hsmRoot);
  const act: MainAct | null = !ended
    ? openDeviations.length > 0
      ? null
      : { label: 'End the record', run: () => void store.act('record:end', {}, 'Ending the record and making the statement') }
    : person !== undefined
      ? { label: `${person.name} signs with their code`, run: () => sign(person.id) }
      : root !== undefined
        ? { label: 'Sign with the root key in the HSM', run: () => void store.act('statement:sign-root', {}, 'The HSM is signing') }
        : null;
  return (
    <>
      <StepPage
        snapshot={snapshot}
        heading={ended ? 'Sign what happened here' : 'End the record'}
        who="Everyone, one after another"
        lead={
          ended
            ? `The statement names the ${step.entries} entries of this record, the keys, the shares and every deviation. Whoever signs says: this is what happened. One changed letter later, and the signatures no longer fit.`
            : 'Nothing more is added after this: the record is closed, a statement is made of it, and everyone signs that statement.'
        }
        act={goOn ?? act}
        waiting={openDeviations.length > 0 ? 'Deviations must be accepted first' : ''}
        checks={ended ? [{ id: 'words', label: `The ${number} words were read aloud and written down` }] : openDeviations.length > 0 ? [] : [{ id: 'complete', label: 'Nobody has a deviation still to record' }]}
        confirms="The record is what happened."
        actors="none"
      >
        {openDeviations.length > 0 && (
          <NotePanel tone="warn" title={`${capital(inWords(openDeviations.length))} ${openDeviations.length === 1 ? 'deviation is' : 'deviations are'} not accepted yet.`}>
            <p>
              Somebody who may do so accepts deviation {list(openDeviations.map(String))} with their code. The buttons stand above the record, at the right.
            </p>
          </NotePanel>
        )}
        {ended && (
          <>
            <ReadAloud by="The auditor">These {number} words are the fingerprint of the statement. Write them down: whoever checks the record later compares them.</ReadAloud>
            <Words words={words} label={`The ${number} words of the statement`} />
            <p className="quiet small">
              SHA-256 of the statement <span className="mono">{grouped(statementSha256)}</span>
            </p>
          </>
        )}
        <Signers signers={signers} ended={ended} onSign={sign} />
      </StepPage>
      {signing !== null && (
        <CodeDialog
          title={(name) => `${name} signs the record`}
          legend="Who signs"
          people={snapshot.people.filter((p) => p.id === signing)}
          submit={(name) => `${name} signs`}
          send={(participant, code) => store.act('statement:sign', { participant, code }, 'Signing…')}
          onClose={() => sign(null)}
        >
          <p>With this signature I say that the record is what happened, with {step.entries} entries and the words that were read aloud.</p>
        </CodeDialog>
      )}
    </>
  );
}
