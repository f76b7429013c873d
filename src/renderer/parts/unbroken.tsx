/** Text in which names like "RB10-Y9ZX", "master-2" or "R-FULL-01" are not broken at their hyphen: half a name at the end of a line is read as a whole one. */
import type { ReactElement } from 'react';

/** Set names, and other short words with a hyphen and a digit; longer ones may have to break. */
const name = /((?<!\S)(?:\(?[0-9A-Z]{4}-[0-9A-Z]{4}[),.:;]*|(?=\S*\d)[\w(]{1,10}(?:-[\w),.:;]{1,10}){1,2})(?!\S))/;

export function Unbroken({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {text.split(name).map((piece, at) =>
        at % 2 === 0 ? (
          piece
        ) : (
          <span key={at} className="keep">
            {piece}
          </span>
        ),
      )}
    </>
  );
}
