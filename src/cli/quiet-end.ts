/** What a command does where nobody reads it any more: it ends, without a word. Judges nothing. */

/**
 * A reader that has enough, as in `keyrite verify BUNDLE | head -1`, closes the pipe, and the next write fails with EPIPE. That is no fault to report: the program ends as one does
 * that SIGPIPE ends, with 128 + 13, which no command answers as a verdict.
 */
export function endQuietlyWhereNobodyReads(streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(141);
    });
  }
}
