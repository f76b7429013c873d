/** Which host runs the application, and so whether real ceremonies may be held in it. Must never be told by an argument or the environment. */
import type { Arguments } from './arguments.ts';

/**
 * 'shell': rehearsals only. SECURITY: only Electron's own binary sets process.versions.electron; whatever else runs this file is for rehearsals.
 * So is a run with --room, which would write shares to the disk.
 */
export function currentHost(args: Pick<Arguments, 'room'>, versions: NodeJS.ProcessVersions = process.versions): 'electron' | 'shell' {
  return args.room === null && typeof versions.electron === 'string' ? 'electron' : 'shell';
}
