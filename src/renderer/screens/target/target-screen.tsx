/** Importing the public key of the place a key is delivered to: its fingerprint is read aloud from a second source, so that the key can go nowhere else. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Fault } from '../../dialogs/fault.tsx';
import { ChooseFiles } from '../../parts/choose-files.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { capital, grouped, inWords } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { wipeSecret } from '../../secret/secret-bytes.ts';
import { useStore, useUi } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './target.css';

/** The contract's bound; a public key is a few kilobytes. */
const largest = 20 * 1024 * 1024;

export function TargetScreen({ step, snapshot, goOn }: ScreenProps<'target'>): ReactElement {
  const store = useStore();
  const { pending } = useUi();
  const [fault, setFault] = useState<string | null>(null);
  const { wanted, imported, target } = step;
  const same = imported?.sha256 === wanted.sha256;
  const number = inWords(wanted.words.length);

  async function read(file: File | undefined): Promise<void> {
    setFault(null);
    if (file === undefined) return;
    if (file.size > largest) {
      setFault(`“${file.name}” is too large to be a public key, so it was not opened. Nothing changed. Choose the file that the target gave out.`);
      return;
    }
    let bytes: Uint8Array<ArrayBuffer> | null = null;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
      await store.act('target:import', { file: bytes }, 'Reading the public key');
    } catch {
      setFault('The file could not be read from its disk. Nothing changed. Check that the disk is still plugged in and choose it again.');
    } finally {
      wipeSecret(bytes);
    }
  }

  return (
    <StepPage
      snapshot={snapshot}
      heading={imported === null ? 'Where does the key go?' : same ? 'Is this the public key of the target?' : 'This is not the key of the plan'}
      who="The administrator imports, the witness compares"
      lead={
        imported === null
          ? `The key goes to ${target}, and can be opened only there: it is wrapped under the public key of that place. Choose the file with that public key.`
          : `Left the fingerprint that the plan names, right that of the file. Somebody now reads the ${number} words aloud from a second source: not from this file, and not from this screen.`
      }
      act={goOn}
      waiting={imported === null ? 'Waiting for the public key of the target' : ''}
      checks={imported !== null && same && goOn === null ? [{ id: 'source', label: `The ${number} words were read aloud from a second source, and all are the same` }] : []}
      confirms={`The public key of ${target} was compared by its ${number} words with a second source.`}
      actors={imported === null ? 'all' : 'confirming'}
    >
      {imported !== null && !same && (
        <NotePanel tone="stop" title="The fingerprints differ.">
          <p>Nothing was wrapped and no key has moved. Ask the target for its public key again, and compare by telephone.</p>
        </NotePanel>
      )}
      {imported === null ? (
        <>
          <section className="card target-file" aria-label="The public key of the target">
            <p>A PEM or DER file, or the download that the target’s own tool made. It holds nothing secret.</p>
            <ChooseFiles label="Choose the public key of the target" disabled={pending !== null || goOn !== null} onFiles={(files) => void read(files[0])} />
            <Fault sentence={fault} />
          </section>
          <Fingerprint title="The plan names this fingerprint" sha256={wanted.sha256} words={wanted.words} />
        </>
      ) : (
        <>
          <ReadAloud by="The administrator">{`${capital(number)} words, from the second source. Everyone follows on both sides and says stop at the first that differs.`}</ReadAloud>
          <div className="fingerprints">
            <Fingerprint title="The plan names" sha256={wanted.sha256} words={wanted.words} />
            <Fingerprint title={`The file holds (RSA, ${String(imported.bits)} bits)`} sha256={imported.sha256} words={imported.words} against={wanted.words} />
          </div>
        </>
      )}
    </StepPage>
  );
}

interface FingerprintProps {
  readonly title: string;
  readonly sha256: string;
  readonly words: readonly string[];
  /** Words it should have: what differs is marked. */
  readonly against?: readonly string[];
}

function Fingerprint({ title, sha256, words, against }: FingerprintProps): ReactElement {
  return (
    <section className="fingerprint card" aria-label={title}>
      <h2>{title}</h2>
      <ol className="fingerprint-words">
        {words.map((word, at) => (
          <li key={at} data-differs={against !== undefined && against[at] !== word ? '' : undefined}>
            <span className="words-number" aria-hidden="true">
              {at + 1}
            </span>
            <span>
              {word}
              {against !== undefined && against[at] !== word && <span className="fingerprint-differs"> differs</span>}
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet small mono fingerprint-hex">{grouped(sha256)}</p>
    </section>
  );
}
