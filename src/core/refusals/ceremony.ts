/** Refusal codes of the ceremony area and what each says to the person. */
export const ceremonySentences = {
} as const;
