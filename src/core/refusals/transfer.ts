/** Refusal codes of the transfer area (targets, their public keys, the files for them) and what each says to the person. Nothing has left the HSM where one of these is said. */
export const transferSentences = {
  'transfer.not-a-public-key': 'This file is not the public key of the target ({what}). Nothing was accepted and no key left the HSM. Download the public key of the target again, as PEM, DER or JWK.',
  'transfer.key-not-rsa': 'This is a public key, but not an RSA key, and only under an RSA key can a key be delivered. Nothing was accepted and no key left the HSM. Bring the RSA wrapping key of the target.',
  'transfer.key-too-small': 'This RSA key has {bits} bits; at least {least} are needed to protect what is delivered. Nothing was accepted and no key left the HSM. Make a larger wrapping key at the target.',
  'transfer.key-too-large': 'This RSA key has {bits} bits; at most {most} are used. Nothing was accepted and no key left the HSM. Make a wrapping key of 2048 to 4096 bits at the target.',
  'transfer.key-unsafe': 'This RSA key is not one that a sound device makes ({what}). Nothing was accepted and no key left the HSM. Do not use it; find out where the file came from.',
  'transfer.other-key': 'This is another public key than the one the plan names. Nothing was accepted and no key left the HSM. Compare its SHA-256 with the plan. If the target made a new key, the plan must be written and reviewed again.',
  'transfer.key-size-differs': 'This public key has {bits} bits, but the import method of the plan is for {planned}. Nothing was accepted and no key left the HSM. Correct the plan, or bring the key of the right import job.',
  'transfer.key-not-taken': 'The target does not take this key: {why}. Nothing was changed and no key left the HSM. Choose another target or another key in the plan.',
  'transfer.expired': 'The target takes this delivery until {until} only, and that has passed. No key left the HSM. Get new import parameters from the target and write the plan anew.',
  'transfer.bad-time': 'The time "{time}" is not written in UTC with a Z at its end. Nothing was written. Please report this as a fault of the application.',
  'transfer.delivery-incomplete': 'What the HSM gave back is not a delivery for this target ({what}). No file was written. Repeat the step; if it stays so, use another HSM.',
  'transfer.check-differs': 'The key that the HSM delivered is not the key of the plan: its check value differs. No file was written. Repeat the step; if it stays so, stop the ceremony and record a deviation.',
} as const;
