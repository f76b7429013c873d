/** How facts are made: text to read, exact values to compare, lists. Leaves out what was not reported as empty, never what was. */
import type { Fact } from './types.ts';

export function said(label: string, value: string, about: string | null = null): Fact {
  return { label, value, about, exact: false };
}

/** A value that is compared character by character. */
export function exact(label: string, value: string, about: string | null = null): Fact {
  return { label, value, about, exact: true };
}

/** No fact where the value is empty or not there. */
export function maybe(make: typeof said, label: string, value: string | null | undefined, about: string | null = null): readonly Fact[] {
  return value === null || value === undefined || value === '' ? [] : [make(label, value, about)];
}

/** "A, B and C"; "none" for nothing. */
export function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ').replace(/, (?=[^,]*$)/, ' and ');
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
