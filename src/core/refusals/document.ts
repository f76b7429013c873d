/** Refusal codes of printed documents and what each says to the person. */
export const documentSentences = {
  'document.not-a-check': 'This bundle is of a ceremony of the kind “{kind}”. Only a check of shares has a result to print in this form. Nothing was written; choose another document, or the bundle of a check.',
  'document.plan-only-script': 'A plan alone has a script and nothing else yet: {kind} is made from the bundle of a closed ceremony. Nothing was written.',
  'document.plan-refused': 'This plan cannot be used ({problems} errors, the first: {first}). Nothing was written. See “keyrite plan check”.',
  'document.exists': 'There is something at {path} already. Nothing is ever overwritten: choose another name.',
  'document.cannot-write': 'The document could not be written to {path} ({reason}). Nothing was changed.',
} as const;
