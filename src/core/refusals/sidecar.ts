/** Refusal codes of the sidecar area (proofs that are added to a bundle after its closing) and what each says to the person. */
export const sidecarSentences = {
  'sidecar.folder-only': 'A bundle in a ZIP file is never changed: copies of it could then differ and bear one name. Nothing was changed. Unpack it, use the folder, and pack that again.',
  'sidecar.there-already': '"{name}" is in the bundle already. Nothing was changed.',
  'sidecar.not-written': 'Nothing could be added to the bundle ({reason}). It is as it was before. Copy it to a folder that can be written, and try again.',
  'sidecar.unknown-form': 'This file is neither a timestamp (RFC 3161) nor an entry of a transparency log with its proof ({where}). Nothing was added. Check that it is the right file.',
  'sidecar.bad-timestamp': 'The timestamp does not have the documented form ({where}). Nothing was taken from it. Get a fresh one.',
  'sidecar.bad-log-entry': 'The log entry does not have the documented form ({where}). Nothing was taken from it. Get a fresh one.',
  'sidecar.would-not-hold': 'With this file the bundle would not be valid ({rule}: {found}). Nothing was added, and the bundle is as it was before.',
} as const;
