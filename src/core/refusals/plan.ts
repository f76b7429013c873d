/** Refusal codes of the plan area and what each says to the person. A plan problem is found before a ceremony begins: nothing has happened yet, and each sentence says what to change. */
export const planSentences = {
  // The file
  'plan.too-large': 'The plan file has {characters} characters, and a plan may have at most {limit}. Check that this is the right file.',
  'plan.not-utf8': 'The plan file holds bytes that are not UTF-8 text. Save it again as UTF-8 in the editor it was written with.',
  'plan.byte-order-mark': 'The plan file begins with a byte order mark, which nobody sees but which changes the fingerprint. Save it again as UTF-8 without it.',
  'plan.hidden-character': 'There is a character here that cannot be seen or that changes the reading order ({character}). People and the machine must read the same plan: remove it.',
  'plan.empty': 'The plan file holds no plan. Check that this is the right file.',
  'plan.syntax': 'The file is not correct YAML here: {reason}.',
  'plan.several-documents': 'A second document begins here ("---"). A plan file holds exactly one plan.',
  'plan.alias': 'An anchor or alias ("&" or "*") stands here. Write the value out, so that every line of the plan says what it means.',
  'plan.tag': 'A YAML tag or directive ("{tag}") stands here. A plan uses plain values only: remove it.',
  'plan.duplicate-field': 'The field "{field}" stands here a second time. Keep one of the two.',
  'plan.too-deep': 'The file is nested far deeper than any plan. Check that this is the right file.',
  // Fields
  'plan.not-a-plan': 'A plan is a list of fields such as "title: …". What stands here is {found}.',
  'plan.unknown-field': 'There is no field "{field}" here.{hint} Remove it or correct its name: an unknown field is refused, so that no instruction is silently ignored.',
  'plan.missing-field': 'The field "{field}" is missing here.',
  'plan.wrong-type': 'The value of "{field}" must be {expected}; it is {found}.{hint}',
  'plan.not-allowed': 'The value of "{field}" must be one of: {allowed}.',
  'plan.wrong-form': 'The value of "{field}" does not have the right form: {rule}.',
  'plan.out-of-range': 'The value of "{field}" is out of range: {rule}.',
} as const;
