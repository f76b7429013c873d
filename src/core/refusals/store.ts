/** Refusal codes of the store area and what each says to the person. Whatever fails here, what was recorded before is on the disk and unchanged. */
export const storeSentences = {
  'store.exists': 'There is already a file at {path}. Nothing was written: a record is never overwritten. Choose another place.',
  'store.missing': 'There is no file at {path}. Nothing was changed. Check the place, or choose the ceremony from the list.',
  'store.no-folder': 'The folder of {path} does not exist or is not a folder. Nothing was written. Make the folder, or choose another.',
  'store.not-permitted': 'This account may not read and write {path}. Nothing was changed. Correct the permissions, then try again.',
  'store.in-use': 'The ceremony in {path} is open in another window of Keyrite. Nothing was changed. Go on there, or close it there first.',
  'store.not-a-ceremony': 'The file {path} is not a ceremony file of Keyrite. It was not changed. Check that it is the right file.',
  'store.newer-format': 'The file {path} was written by a newer Keyrite (format {format}). It was not changed. Open it with that version.',
  'store.damaged': 'The ceremony file {path} is damaged ({reason}). It was not changed. Keep it as it is, and go on from a copy made earlier, or record a new ceremony.',
  'store.disk-full': 'The disk is full, so this could not be recorded and was not done. Everything recorded before is safe. Make room on the disk, then try again.',
  'store.read-only': 'The place of the ceremony file is read-only, so this could not be recorded and was not done. Everything recorded before is safe. Make it writable, then try again.',
  'store.io-error': 'The disk answered with an error ({reason}), so this was not recorded. Everything recorded before is safe. Check the disk and its cable, then try again.',
  'store.out-of-order': 'Entry {seq} was given where entry {next} must come next. Nothing was recorded. Close the ceremony and open it again.',
  'store.append-only': 'The record only grows: an attempt to change it was refused. Nothing was changed.',
  'store.closed': 'The ceremony file is closed, so this was not recorded. Open the ceremony again.',
} as const;
