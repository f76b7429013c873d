/** Who signs the statement and who has. */
import type { ReactElement } from 'react';
import type { StepOf } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import './signers.css';

/** The signer that is a key and not a person (the transcript's own id for it). */
export const hsmRoot = 'hsm-root';

interface Props {
  readonly signers: StepOf<'signing'>['signers'];
  readonly ended: boolean;
  readonly onSign: (id: string) => void;
}

export function Signers({ signers, ended, onSign }: Props): ReactElement {
  const signed = signers.filter((s) => s.signed).length;
  return (
    <section aria-label="Signatures">
      <p className="signers-count">
        {signed} of {signers.length} signed
      </p>
      <ul className="signers card">
        {signers.map((s) => (
          <li key={s.id}>
            <span className="signers-name">
              {s.id === hsmRoot ? 'The root key in the HSM' : s.name}
              {!s.required && <span className="quiet small">, signs if present</span>}
            </span>
            {s.signed ? (
              <Status tone="ok">signed</Status>
            ) : ended && s.id !== hsmRoot ? (
              <button type="button" className="plain" onClick={() => onSign(s.id)} aria-label={`Sign as ${s.name}`}>
                Sign
              </button>
            ) : (
              <Status tone="quiet">{s.id === hsmRoot && ended ? 'signs last' : 'to sign'}</Status>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
