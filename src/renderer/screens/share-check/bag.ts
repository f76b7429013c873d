/** Whether two bag numbers are the same as people write them, for the eye; the record decides by itself. Pure. */

export type BagState = 'same' | 'different' | 'typing' | 'none';

function plain(text: string): string {
  return text.toUpperCase().replace(/^\s*BAG\b/, '').replace(/[^A-Z0-9]/g, '');
}

/** `noted` is null where none was noted. While what is typed is the beginning of the noted number it is still being typed. */
export function bagState(noted: string | null, typed: string): BagState {
  if (noted === null || plain(typed) === '') return 'none';
  if (plain(noted) === plain(typed)) return 'same';
  return plain(noted).startsWith(plain(typed)) ? 'typing' : 'different';
}
