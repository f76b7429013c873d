/** Refusal codes of the transcript area and what each says to the person. */
export const transcriptSentences = {
} as const;
