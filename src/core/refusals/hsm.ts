/** Refusal codes of the hsm area and what each says to the person. */
export const hsmSentences = {
} as const;
