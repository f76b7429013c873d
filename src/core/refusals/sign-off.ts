/** Refusal codes of the sign-off area (an officer's decision on a finished record, and the officer's own key) and what each says to the person. */
export const signOffSentences = {
  'sign-off.bad-form': 'This sign-off does not have the documented form ({where}). Nothing was taken from it. The record itself is untouched; ask the officer to sign off again.',
  'sign-off.bad-value': 'The sign-off cannot be made like this ({where}). Nothing was signed, and the record is untouched. Correct it and try again.',
  'sign-off.took-part': 'Who took part in a ceremony cannot sign it off: {why}. Nothing was signed, and the record is untouched. Let an officer review it who was not part of it.',
  'sign-off.wrong-signature': 'The key did not make a signature that fits its public key. Nothing was kept, and the record is untouched. Try again, or use another key.',
  'sign-off.redacted': 'Parts of this record are withheld, and nobody accepts or refuses what they have not seen. Nothing was signed. Ask for the whole bundle.',
  'sign-off.not-valid': 'This record is not valid, so it cannot be accepted or refused: nobody can say what in it is true. Nothing was signed. Get a fresh copy of the bundle.',
} as const;
