import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Unbroken } from './unbroken.tsx';

const drawn = (text: string): string => renderToStaticMarkup(<Unbroken text={text} />);

it('keeps names with a number whole, and nothing else', () => {
  expect(drawn('Gather a quorum of set RB10-Y9ZX')).toBe('Gather a quorum of set <span class="keep">RB10-Y9ZX</span>');
  expect(drawn('Set JDEQ-SZYX is void')).toBe('Set <span class="keep">JDEQ-SZYX</span> is void');
  expect(drawn('confirmed (bag R-1001)')).toBe('confirmed (bag <span class="keep">R-1001)</span>');
  expect(drawn('The master-2 key and root-2')).toBe('The <span class="keep">master-2</span> key and <span class="keep">root-2</span>');
  expect(drawn('a key-wrapping key, rotated with well-known words')).toBe('a key-wrapping key, rotated with well-known words');
});

it('lets a long word break, and loses no letter', () => {
  const long = 'share-0123456789abcdef-of-everything';
  expect(drawn(long)).toBe(long);
  expect(drawn('')).toBe('');
});
