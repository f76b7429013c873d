/** Refusal codes of the review area (opening a record, comparing two, signing one off) and what each says to the person. */
export const reviewSentences = {
  'review.none-open': 'No record is open here. Nothing changed. Open the record that is to be reviewed first.',
  'review.not-valid': 'This record is not valid, so nothing is shown or compared from it: nobody can say what in it is true. The findings say what is wrong. Get a fresh copy of the bundle.',
  'review.redacted': 'Entries are withheld from this record. What is shown is part of the signed record; the rest nobody can judge from it, so it can be neither gone through step by step, nor compared, nor signed off. Nothing was signed or changed. Ask for the whole bundle.',
  'review.one-only': 'Two valid records are needed to compare. Nothing changed. Open the other one too.',
  'review.same-twice': 'Both are the same record. Nothing was compared. Open the record of another ceremony.',
  'review.not-on-machine': 'There is no closed ceremony {ceremony} on this machine. Nothing was opened. Choose its folder instead.',
  'review.no-such-step': 'The script of this record has no such step. Nothing changed.',
  'review.trust-unread': 'The file of pinned keys cannot be read ({reason}). The pins are as they were before. Choose another file.',
  'review.no-key': 'No key is chosen to sign with. Nothing was signed. Choose your sealed key file or your token first.',
  'review.reasons-missing': 'A sign-off gives its reasons, whether it accepts or refuses. Nothing was signed. Write why you decide so.',
  'review.answer-missing': 'Who accepts this record says why in spite of each remark. There is no reason yet for: {about}. Nothing was signed. Write it, or refuse the record.',
  'review.would-not-hold': 'With this sign-off the record would not be valid ({rule}: {found}). The sign-off was not kept, and the record is untouched.',
  'review.not-writable': 'The sign-off is made, and cannot be written beside the record ({reason}). The record is untouched. Save the sign-off somewhere else; it goes into the folder sidecars of the bundle later.',
  'review.sign-off-exists': 'There is already a file of this name at that place ({name}), and nothing is ever overwritten. The sign-off is kept until this record is closed. Choose another folder.',
  'review.sign-off-unwritten': 'The sign-off cannot be written there ({reason}). It is kept until this record is closed. Choose another folder.',
  'review.nothing-to-save': 'There is no sign-off that waits to be saved. Nothing changed.',
} as const;
