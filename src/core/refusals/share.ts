/** Refusal codes of the share area and what each says to the person. */
export const shareSentences = {
  'share.unreadable': 'This is not a Keyrite share. Nothing was accepted and nothing changed. Check that it is the share sheet or card of this ceremony, and try again.',
  'share.other-version': 'This share is of format version {version}, which this version of Keyrite does not read. The share is unharmed. Read it with the version that made it, or by the published format.',
  'share.damaged': 'This looks like a share, but its contents do not fit together: something was misread. Nothing was accepted. Read it again; if it stays so, the share on this sheet or card is damaged.',
  'share.size-refused': 'A backup needs a threshold of 2 to 32 and at least as many shares, at most 32. Nothing was split.',
  'share.secret-length': 'Only a 32-byte backup key is split. Nothing was split.',
  'share.cannot-combine': 'These shares can not be combined: a share is there twice, or one is not complete. Nothing was restored. Bring a quorum of different shares of one set.',
} as const;
