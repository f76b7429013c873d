/** What is on a token: an inventory of objects, never their values. */
import type { ReactElement } from 'react';
import type { StepOf } from '../api.ts';
import { grouped } from './text.ts';

const classes: Readonly<Record<string, string>> = {
  CKO_PRIVATE_KEY: 'Private key',
  CKO_PUBLIC_KEY: 'Public key',
  CKO_SECRET_KEY: 'Secret key',
  CKO_DATA: 'Data',
  CKO_CERTIFICATE: 'Certificate',
};

export function Objects({ objects }: { readonly objects: StepOf<'hsm-check'>['inventory'] }): ReactElement {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">Label</th>
          <th scope="col">Id</th>
        </tr>
      </thead>
      <tbody>
        {objects.map((o, at) => (
          <tr key={at}>
            <td>{classes[o.class] ?? o.class}</td>
            <td className="mono">{o.label === '' ? 'none' : o.label}</td>
            <td className="mono small">{o.id === '' ? 'none' : grouped(o.id)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
