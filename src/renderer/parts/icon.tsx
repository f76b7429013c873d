/** The few signs the screens use; each stands beside words and never alone, so all are hidden from assistive technology. */
import type { ReactElement } from 'react';

const paths = {
  check: 'M4.5 12.5l5 5 10-11',
  cross: 'M6 6l12 12M18 6L6 18',
  warn: 'M12 3.5L22 20.5H2zM12 10v4.5M12 17.2v.3',
  stop: 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM12 7v6M12 16.2v.3',
  unknown: 'M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.9v.4M12 17.4v.3',
  circle: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7.5V12l3 2',
  pause: 'M8 5v14M16 5v14',
  pen: 'M4 20l1-4L16.5 4.5l3 3L8 19z',
  file: 'M6 2.5h8l4.5 4.5v14.5H6zM14 2.5V7h4.5',
  folder: 'M2.5 5.5h6.5l2 2.5h10.5v11.5h-19z',
  camera: 'M3 7.5h4l1.5-2.5h7L17 7.5h4v12H3zM12 10a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z',
  keyboard: 'M2.5 6h19v12h-19zM6 10h.5M10 10h.5M14 10h.5M18 10h.5M7.5 14h9',
  card: 'M2.5 5.5h19v13h-19zM6 10.5h4.5v4H6zM14 11h4M14 14h4',
  printer: 'M7 8.5v-6h10v6M7 17.5H3v-9h18v9h-4M7 14h10v7.5H7z',
  voice: 'M4 9.5v5h3.5L13 19V5L7.5 9.5zM16.5 9a4.2 4.2 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  eye: 'M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  lock: 'M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11',
  arrow: 'M4 12h15M13 6l6 6-6 6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" strokeWidth={name === 'check' ? 3 : 2} strokeLinecap="round" strokeLinejoin="round">
      <path d={paths[name]} />
    </svg>
  );
}
