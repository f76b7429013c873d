/** Refusal codes of the export area (views of a verified record) and what each says to the person. The record is never changed. */
export const exportSentences = {
  'export.invalid': 'This bundle is not valid: {errors} things are wrong, the first by rule {rule}. Nothing was exported, and the bundle was not changed. Look at the whole report with keyrite verify, and get a fresh copy.',
  'export.redacted': 'Entries are withheld from this bundle, and a view of it would look as if nothing else had happened. Nothing was exported, and the bundle was not changed. Export from the whole bundle.',
  'export.rehearsal': 'This bundle is a rehearsal: its keys protect nothing. Nothing was exported. Where a view of practice is wanted, say so with --allow-rehearsal; it is then marked as practice throughout.',
  'export.no-duties': 'Nothing is due after ceremony {ceremony}, and a calendar without an event is none. Nothing was written.',
  'export.exists': '{name} is there already. Nothing was written over it. Choose another name, or move it away.',
  'export.not-written': '{name} cannot be written ({reason}). What was begun was removed again; the bundle was not changed. See that the place is there and has room.',
} as const;
