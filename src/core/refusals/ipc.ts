/** Refusal codes of the ipc area and what each says to the person. */
export const ipcSentences = {
  'ipc.sender': 'A request that did not come from the Keyrite page was refused. Nothing was changed. Close the application, start it again and reopen the ceremony; if this returns, record it as a deviation.',
  'ipc.request': 'The request {channel} was not in the expected form and was refused. Nothing was changed. Check what was typed or chosen, and try again.',
  'ipc.failed': 'Something inside the application failed while it answered {channel}. Everything recorded so far is safe on the disk. Try again; if it returns, restart the application and reopen the ceremony.',
} as const;
