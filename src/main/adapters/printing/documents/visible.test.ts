import { describe, expect, it } from 'vitest';
import { hasUnprintable, visible } from './visible.ts';

describe('text for print', () => {
  it('is left as it is where every character has a place in the fonts', () => {
    for (const text of ['Żółć Щербаков Ωμέγα Nguyễn', 'it’s “so” – 5 €', 'e\u0301']) {
      expect(visible(text)).toBe(text.normalize('NFC'));
      expect(hasUnprintable(text)).toBe(false);
    }
  });

  it.each([['a\u202Eb', 'a\\u{202E}b'], ['a\u200Bb', 'a\\u{200B}b'], ['\u0007', '\\u{7}'], ['\uD800', '\\u{D800}'], ['王', '\\u{738B}'], ['\u{1F511}', '\\u{1F511}'], ['q\u0323', 'q\\u{323}'], ['a\u2028b', 'a\\u{2028}b'], ['so\u00ADft', 'so\\u{AD}ft']])('writes out what cannot be seen or printed: %j', (text, printed) => {
    expect(visible(text)).toBe(printed);
    expect(hasUnprintable(text)).toBe(true);
  });

  it('is on one line', () => {
    expect(visible('a\r\n\tb\u00A0c')).toBe('a b c');
    expect(hasUnprintable('a\n b')).toBe(false);
  });
});
