/** The channel names as a plain list, so that the preload carries no schema library. Must never hold a name that the table does not have, or miss one. */
import type { Channel, snapshotChannel } from './table.ts';

export const channels = [
  'app:info',
  'plan:check',
  'ceremony:list',
  'ceremony:begin',
  'ceremony:reopen',
  'ceremony:snapshot',
  'ceremony:leave',
  'plan:accept',
  'environment:check',
  'participant:register',
  'step:confirm',
  'pin:enter',
  'pin:clear',
  'hsm:examine',
  'hsm:prepare',
  'hsm:unlock',
  'key:generate',
  'backup:make',
  'share:print',
  'share:write-card',
  'share:read-file',
  'share:read-code',
  'share:check-row',
  'share:read-typed',
  'share:read-card',
  'proof:run',
  'keys:seal',
  'record:end',
  'statement:sign',
  'statement:sign-root',
  'ceremony:close',
  'deviation:record',
  'deviation:accept',
  'ceremony:pause',
  'ceremony:continue',
  'ceremony:abandon',
] as const satisfies readonly Channel[];

/** The name of the one notification; its type is the table's own. */
export const notification: typeof snapshotChannel = 'ceremony:changed';

/** A channel of the table that is missing above does not compile: its name is not assignable to never. */
export type Complete<Missing extends never = Exclude<Channel, (typeof channels)[number]>> = Missing;
