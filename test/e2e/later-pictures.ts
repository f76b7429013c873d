/** The pictures that ceremonies after the first add to docs/screens/, in the order in which their screens are met. Data only. */
import type { Wanted } from './pictures.ts';

/** The first ceremony's own pictures end before this number. */
export const firstLaterPicture = 30;

export const laterPictures: readonly Wanted[] = [
  { heading: /^Test check$/, name: 'a plan and what it begins with' },
  { heading: /^Unlock the HSM/, name: 'unlock the hsm' },
  { heading: /^Check share 1 of Ann One$/, name: 'check share 1' },
  { heading: /^Check share 1 of Ann One, its bag is compared$/, name: 'its bag is compared' },
  { heading: /^Share 1: /, name: 'share 1 is present and readable' },
  { heading: /^Every share is present/, name: 'every share is present and readable' },
  { heading: /^The root key hands over/, name: 'the root key hands over' },
  { heading: /^Both root keys/, name: 'both root keys have certified each other' },
  { heading: /^Take .* out of use$/, name: 'take the old versions out of use' },
  { heading: /^Gather two shares/, name: 'gather two shares' },
  { heading: / agrees$/, name: 'a custodian agrees' },
  { heading: / presents a share$/, name: 'a custodian presents a share' },
  { heading: /^Two shares are here$/, name: 'two shares are here' },
  { heading: /^Declare set .* void$/, name: 'declare the old set void' },
  { heading: /^Destroy the shares of set/, name: 'destroy the shares of the old set' },
  { heading: /^What became of share/, name: 'what became of a share' },
  { heading: /^Everything of set/, name: 'everything of the old set is destroyed' },
  { heading: /^Where does the key go/, name: 'where does the key go' },
  { heading: /^Is this the public key/, name: 'is this the public key of the target' },
  { heading: /^Deliver /, name: 'deliver the key' },
  { heading: /ready to be delivered$/, name: 'the key is ready to be delivered' },
  { heading: /^A share of another set$/, name: 'a share of another set is refused' },
  { heading: /^Restore /, name: 'restore the keys' },
  { heading: /^The keys are back$/, name: 'the keys are back' },
  { heading: /^What became of the old HSM/, name: 'what became of the old hsm' },
  { heading: /^Declare .* compromised$/, name: 'declare a key compromised' },
  { heading: /^Destroy the .* key for good$/, name: 'destroy a key for good' },
  { heading: /key is destroyed$/, name: 'the key is destroyed' },
  { heading: /^Keys and duties$/, name: 'keys and duties' },
];
