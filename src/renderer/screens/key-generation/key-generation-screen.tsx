/** Generating one key inside the HSM: what is about to be made, who authorises it, and what the device reports afterwards. */
import type { ReactElement } from 'react';
import { Facts } from '../../parts/facts.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { inWords, keyType, period } from '../../parts/text.ts';
import { Words } from '../../parts/words.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { EvidenceTable } from './evidence-table.tsx';

export function KeyGenerationScreen({ step, snapshot, goOn }: ScreenProps<'key-generation'>): ReactElement {
  const store = useStore();
  const { key, evidence, words } = step;
  const number = inWords(words.length);
  return (
    <StepPage
      snapshot={snapshot}
      heading={evidence === null ? 'Confirm what the HSM is about to make' : `The ${key.name} key is made`}
      who="Everyone watches, authorised people act"
      lead={
        evidence === null
          ? `The HSM generates the ${key.name} key inside itself. ${key.purposeSentence}`
          : 'The key was made inside the HSM and has not left it. This is what the device itself reports, read back just now.'
      }
      act={goOn ?? (evidence === null ? { label: `Generate the ${key.name} key`, run: () => void store.act('key:generate', {}, `The HSM is making the ${key.name} key`) } : null)}
      checks={evidence === null ? [
        ...(words.length > 0 ? [{ id: 'words', label: `The ${number} words match the printed plan` }] : []),
        { id: 'key', label: <>The plan says: {keyType(key.type)}, named <span className="mono">{key.name}</span></> },
      ] : []}
      confirms={`The HSM is to make the ${key.name} key: ${keyType(key.type)}. ${key.purposeSentence}`}
    >
      {evidence === null ? (
        <>
          {words.length > 0 && (
            <>
              <ReadAloud by="The security officer">The {number} words of the plan; all must match the print.</ReadAloud>
              <Words words={words} label={`The ${number} words of the plan`} />
            </>
          )}
          <section className="card" aria-label="The key to be made">
            <Facts
              columns
              items={[
                { label: 'Key', value: <><span className="mono">{key.name}</span>, {keyType(key.type)}</> },
                { label: 'In use for', value: `${period(key.cryptoperiodDays)}, then it is replaced` },
                { label: 'Backup', value: key.backup ? 'Yes; it is sealed after the proof' : 'No; it never leaves this HSM' },
              ]}
            />
          </section>
        </>
      ) : (
        <EvidenceTable evidence={evidence} />
      )}
    </StepPage>
  );
}
