/** Refusal codes of the store area and what each says to the person. */
export const storeSentences = {
} as const;
