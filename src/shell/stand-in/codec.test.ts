import { describe, expect, it } from 'vitest';
import { addScheme, fromChromium, toChromium } from './addresses.ts';
import { makeCodec } from './codec.ts';
import { preventable, strict } from './strict.ts';

const over = (value: unknown): unknown => {
  const { encode, decode } = makeCodec({});
  return decode(JSON.parse(JSON.stringify(encode(value))));
};

describe('what crosses', () => {
  it.each([
    [null], [undefined], [true], [0], [-1.5], [Infinity], [NaN], ['ü\u2028"'], [12345678901234567890n], [[1, [undefined]]], [{ a: { b: [null] }, $: 'bytes', v: 'x' }],
    [new Uint8Array([0, 1, 255])], [{ pin: new Uint8Array(20_000).fill(7) }],
  ])('arrives as it was (%#)', (value) => expect(over(value)).toEqual(value));

  it.each<[unknown]>([[() => 1], [Promise.resolve(1)], [Symbol('x')]])('is refused where structured clone refuses it (%#)', (value) => expect(() => over({ value })).toThrow('could not be cloned'));
});

describe('addresses', () => {
  it('of an own scheme have a form for Chromium and come back as they were; others stay', () => {
    addScheme('app');
    for (const url of ['app://keyrite/index.html', 'app://keyrite/', 'app://keyrite/a?b#c']) expect(fromChromium(toChromium(url))).toBe(url);
    expect(toChromium('app://keyrite/index.html')).toBe('https://keyrite.invalid/index.html');
    for (const url of ['https://example.org/', 'about:blank', 'file:///x', 'https://keyrite.invalid.example.org/']) expect([toChromium(url), fromChromium(url)]).toEqual([url, url]);
  });
});

describe('the stand-in', () => {
  it('throws for what it does not have', () => {
    const app = strict('app', { quit: () => 1 }) as unknown as { quit(): number; dock(): void };
    expect(app.quit()).toBe(1);
    expect(() => app.dock()).toThrow("no app.dock");
  });

  it('has events that can be prevented', () => {
    const event = preventable({ url: 'x' });
    expect(event.defaultPrevented).toBe(false);
    event.preventDefault();
    expect([event.defaultPrevented, event.url]).toEqual([true, 'x']);
  });
});
