/** Refusal codes of the share area and what each says to the person. */
export const shareSentences = {
} as const;
