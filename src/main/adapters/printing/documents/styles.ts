/** The type of documents, in one place. */
import { GREY } from '../sheet.ts';
import type { Style } from '../text-layout.ts';

export const type = {
  title: { face: 'bold', size: 22, leading: 26 },
  subtitle: { face: 'regular', size: 10.5, leading: 14 },
  h2: { face: 'bold', size: 14, leading: 18 },
  h3: { face: 'bold', size: 11, leading: 14.5 },
  body: { face: 'regular', size: 9.5, leading: 13 },
  quiet: { face: 'regular', size: 9, leading: 12.5, colour: GREY },
  strong: { face: 'bold', size: 9.5, leading: 13 },
  label: { face: 'regular', size: 9, leading: 12, colour: GREY },
  value: { face: 'regular', size: 9, leading: 12 },
  code: { face: 'mono', size: 8.5, leading: 12 },
  calloutLabel: { face: 'bold', size: 8, leading: 11.5, colour: GREY },
  callout: { face: 'regular', size: 10.5, leading: 14.5 },
  word: { face: 'mono-medium', size: 10.5, leading: 15 },
  wordNumber: { face: 'regular', size: 8, leading: 15, colour: GREY },
  th: { face: 'bold', size: 8.5, leading: 11.5 },
  td: { face: 'regular', size: 9, leading: 12 },
  tdCode: { face: 'mono', size: 8.5, leading: 12 },
  thDense: { face: 'bold', size: 7.5, leading: 10 },
  tdDense: { face: 'regular', size: 7.8, leading: 10.2 },
  tdCodeDense: { face: 'mono', size: 6.6, leading: 10.2 },
  field: { face: 'regular', size: 8, leading: 10.5, colour: GREY },
  head: { face: 'regular', size: 8, leading: 10, colour: GREY },
  mark: { face: 'bold', size: 9, leading: 11 },
  footLabel: { face: 'regular', size: 7.8, leading: 10, colour: GREY },
  footCode: { face: 'mono', size: 7.6, leading: 10 },
  footWords: { face: 'regular', size: 8, leading: 10.5 },
  footPage: { face: 'bold', size: 9, leading: 11 },
} as const satisfies Readonly<Record<string, Style>>;
