/** Refusal codes of the review area (opening a record, comparing two, signing one off) and what each says to the person. */
export const reviewSentences = {
  'review.none-open': 'No record is open here. Nothing changed. Open the record that is to be reviewed first.',
  'review.not-valid': 'This record is not valid, so nothing is shown or compared from it: nobody can say what in it is true. The findings say what is wrong. Get a fresh copy of the bundle.',
  'review.one-only': 'Two valid records are needed to compare. Nothing changed. Open the other one too.',
  'review.same-twice': 'Both are the same record. Nothing was compared. Open the record of another ceremony.',
  'review.not-on-machine': 'There is no closed ceremony {ceremony} on this machine. Nothing was opened. Choose its folder instead.',
  'review.no-such-step': 'The script of this record has no such step. Nothing changed.',
  'review.trust-unread': 'The file of pinned keys cannot be read ({reason}). The pins are as they were before. Choose another file.',
  'review.zip-unread': 'Bundles packed as .zip files cannot be read here. Nothing was opened. Unpack it, and choose the folder.',
} as const;
