/** Small words: numbers, lists, places in a row. */
const names = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen'] as const;

/** 3 -> "three"; from seventeen on digits. */
export function inWords(n: number): string {
  return names[n] ?? (n === 32 ? 'thirty-two' : String(n));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 share", "3 shares". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "A", "A and B", "A, B and C". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
}

/** Hexadecimal in groups of four, so that it can be compared by eye. */
export function grouped(hex: string, size = 4): string {
  return hex.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), '$1 ');
}

/** Days as a custodian says them: "3 years", "18 months", "90 days". */
export function period(days: number): string {
  if (days % 365 === 0) return count(days / 365, 'year');
  const months = Math.round(days / 30.4375);
  return days >= 180 && Math.abs(months * 30.4375 - days) <= 4 ? `${count(months, 'month')} (${days} days)` : count(days, 'day');
}

const types: Readonly<Record<string, string>> = { 'ec-p384': 'EC P-384', 'ec-p256': 'EC P-256', 'rsa-3072': 'RSA 3072', 'rsa-4096': 'RSA 4096', 'aes-256': 'AES-256' };

export function keyType(type: string): string {
  return types[type] ?? type;
}
