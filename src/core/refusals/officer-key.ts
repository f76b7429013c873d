/** Refusal codes of the officer-key area (the signing key that an officer keeps) and what each says to the person. */
export const officerKeySentences = {
  'officer-key.bad-file': 'This is not the file of an officer\'s key ({where}). Nothing was signed. Choose the file that was made with "keyrite officer-key new".',
  'officer-key.unreadable': 'The file of the officer\'s key cannot be read ({reason}). Nothing was signed. Check the medium and try again.',
  'officer-key.not-written': 'The file of the officer\'s key cannot be written ({reason}). No key was kept. An existing file is never overwritten: give another name, or a folder that can be written.',
  'officer-key.code-too-short': 'This code is too short: choose at least {minimum} characters, since whoever finds the file can try codes for as long as they like. No key was made.',
  'officer-key.codes-differ': 'The two codes are not the same. No key was made. Begin again.',
  'officer-key.wrong-code': 'This is not the code of this key. Nothing was signed and nothing is lost. Check the keyboard and type it again.',
  'officer-key.other-key': 'The token has another key under this id than the file names. Nothing was signed. Check that it is the right card, and the right file.',
} as const;
