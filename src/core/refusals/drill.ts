/** Refusal codes of drills and what each says to the person. A drill is refused before anything is run. */
export const drillSentences = {
  'drill.unknown-incident': 'There is no incident "{incident}". "keyrite drill --list" shows those there are; nothing was run.',
  'drill.incident-twice': 'The incident {incident} is named twice. Name each once; nothing was run.',
  'drill.cannot-strike': 'The incident {incident} cannot strike this plan: {why} Nothing was run. Choose another incident or another plan.',
  'drill.not-at-step': 'The incident {incident} cannot strike at "{step}" in this plan. It can at: {places}. Nothing was run.',
  'drill.same-step': 'The incidents {incident} and {other} would both strike at "{step}", and nobody could tell in the record which of them was handled. Nothing was run. Name another step (ID@STEP), or drill them one after the other.',
  'drill.never-reached': 'The incident {incident} would never happen: {first} ends the ceremony at step {number}, before it. Nothing was run. Drill them one after the other.',
  'drill.not-soft': 'The plan names the module {module}, which is not a soft token. A drill cuts devices off in the middle of an act, so it runs on soft tokens only; nothing was run.',
  'drill.real-ceremony': 'This plan is for a real ceremony, and incidents are never injected into one. Nothing was opened. Open it without incidents, or choose a plan for a rehearsal.',
  'drill.file-damaged': 'The file {path} beside this rehearsal says which incidents it has, and cannot be read. Nothing was opened, and the record of the rehearsal is unharmed. Take that file away to go on without incidents.',
  'drill.not-unplugged': 'No HSM is unplugged by a drill, so there is none to plug in again. Nothing was done.',
} as const;
