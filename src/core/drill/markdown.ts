/** Small pieces of Markdown for the report and the facilitator's sheet: escaped texts, tables, lines to write on. Pure. */

/** Text of a plan or a record, so that nothing in it is taken as markup. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, (mark) => `\\${mark}`).replace(/\s+/g, ' ');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** Ruled lines: thematic breaks (CommonMark 0.31.2 section 4.1) print as lines. */
export function ruled(count: number): readonly string[] {
  return Array.from({ length: count }, () => ['&nbsp;', '', '---', '']).flat();
}

/** "0.4 s", "3 min 05 s". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60).padStart(2, '0')} s`;
}
