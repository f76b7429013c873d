/** What the window says while an act runs that can take long; an act without words here is over in a moment. Data only. */
import type { Channel } from '../../contract/table.ts';

export const busyWords: Partial<Readonly<Record<Channel, string>>> = {
  'environment:check': 'Checking room and kit',
  'hsm:examine': 'Reading the device',
  'hsm:prepare': 'Preparing the HSM and trying what it can do',
  'key:generate': 'The HSM is generating the key. This can take minutes',
  'backup:make': 'Making the backup and checking every combination of shares',
  'share:print': 'Printing the share',
  'share:write-card': 'Writing the card',
  'share:read-file': 'Reading the sheet',
  'share:read-card': 'Reading the card',
  'proof:run': 'Restoring the keys from the shares',
  'keys:seal': 'Sealing the keys',
  'keys:restore': 'Restoring the keys from the shares',
  'key:destroy': 'Destroying the key and looking whether it is gone',
  'root:certify': 'Old and new root sign each other',
  'key:deliver': 'Wrapping the key for its target',
  'ceremony:close': 'Writing the bundle',
};
