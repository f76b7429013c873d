/** How share sets and carriers are named on every screen. */

/** 8 characters as people read them: XXXX-XXXX. */
export function setName(set: string): string {
  return set.length === 8 ? `${set.slice(0, 4)}-${set.slice(4)}` : set;
}

export function carrierName(carrier: 'paper' | 'smartcard'): string {
  return carrier === 'paper' ? 'paper sheet' : 'smartcard';
}
