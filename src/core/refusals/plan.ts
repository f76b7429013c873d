/** Refusal codes of the plan area and what each says to the person. */
export const planSentences = {
} as const;
