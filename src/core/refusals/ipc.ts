/** Refusal codes of the ipc area and what each says to the person. */
export const ipcSentences = {
} as const;
