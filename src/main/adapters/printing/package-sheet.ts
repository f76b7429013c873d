/** The package sheet as PDF: the wrapped keys as printed codes, what they are, and how to restore them without Keyrite. Public; it must never hold a share. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../../core/bytes/bytes.ts';
import type { PackageSheetData } from '../../../core/ports/ports.ts';
import { toFrames } from '../../../core/shares/package-frames.ts';
import { showSetId } from '../../../core/shares/share-format.ts';
import { drawCode } from './qr-drawing.ts';
import type { Sheet } from './sheet.ts';
import { createSheet, PAGE } from './sheet.ts';
import type { Fact } from './sheet-parts.ts';
import { drawFacts, drawFoot, drawHead, drawList, drawRehearsal, factHeight, showTime, styles } from './sheet-parts.ts';

const CODE_SIZE = 70;
const COLUMNS = [PAGE.left, PAGE.left + 96] as const;
const CAPTION = 6;
/** A row of codes: its caption, the code, and more than four modules (2.6 mm) of quiet zone to the next. */
const ROW = CAPTION + CODE_SIZE + 6;
const LAST = PAGE.bottom - 8;
const WIDTH = PAGE.right - PAGE.left;
const LABEL = 44;

/** The PDF of `data`. Nothing in it is secret. */
export async function packageSheet(data: PackageSheetData): Promise<Uint8Array> {
  const set = showSetId(data.setId);
  const frames = toFrames(data.package);
  const sheet = createSheet({ title: `Backup package, set ${set}, ceremony ${data.ceremonyId}`, madeAt: data.madeAt });
  let page = 1;
  const foot = (): void => drawFoot(sheet, [data.ceremonyId, `set ${set} · package · page ${page}`], 'Opens nothing without a quorum of shares. Keep apart from them.');
  const head = (title: string): number => {
    const below = drawHead(sheet, {
      title,
      lines: [data.title, `Ceremony ${data.ceremonyId} · ${data.organisation}`],
      number: `${data.threshold} of ${data.count}`,
      numberLine: `shares of set ${set} open it`,
    });
    return data.rehearsal ? drawRehearsal(sheet, 'REHEARSAL: this package restores nothing real.', below + 4) : below;
  };
  const turn = (title: string): number => {
    foot();
    sheet.newPage();
    page++;
    return head(title) + 5;
  };

  let y = head('Backup package') + 3;
  const facts: readonly Fact[] = [
    { label: 'Share set', value: set, mono: true },
    { label: 'Made', value: showTime(data.madeAt) },
    { label: 'SHA-256 of the file', value: toHex(sha256(data.package)), mono: true },
    { label: 'On paper', value: `${frames.length} ${frames.length === 1 ? 'code' : 'codes'}, ${data.package.length} bytes together` },
    ...data.keys.map((key): Fact => ({ label: key.name, value: `${key.type} · ${key.check}`, maxLines: 4 })),
  ];
  for (const fact of facts) {
    if (y + factHeight(sheet, fact, WIDTH, LABEL) > LAST) y = turn('Backup package');
    y = drawFacts(sheet, [fact], { x: PAGE.left, y, width: WIDTH, labelWidth: LABEL });
  }
  if (y + 56 > LAST) y = turn('Backup package') - 4;
  y = drawInstructions(sheet, data, y + 6) + 4;

  frames.forEach((frame, i) => {
    const column = i % COLUMNS.length;
    if (column === 0 && y + ROW - 6 > LAST) y = turn('Backup package, codes');
    const x = COLUMNS[column]!;
    sheet.tagged('P', () => sheet.text(`Code ${i + 1} of ${frames.length}`, styles.label, { x, y, width: 70, maxLines: 1 }));
    sheet.tagged('Figure', () => drawCode(sheet, { bytes: frame }, x, y + CAPTION, CODE_SIZE), `QR code ${i + 1} of ${frames.length} of the package`);
    if (column === COLUMNS.length - 1) y += ROW;
  });
  foot();
  return sheet.finish();
}

function drawInstructions(sheet: Sheet, data: PackageSheetData, y: number): number {
  let below = y;
  sheet.tagged('H2', () => {
    below = sheet.text('If the keys are lost', styles.heading, { x: PAGE.left, y, width: WIDTH }) + 1;
  });
  return drawList(sheet, [
    `Bring this sheet, or the package file of the transcript, and ${data.threshold} different shares of set ${showSetId(data.setId)} to the recovery meeting.`,
    'With Keyrite: hold every code to the camera of the offline machine.',
    'Without Keyrite: every code is text. Its first line says which part it is and the SHA-256 of the whole. Leave out the first lines and join the rest in order: that is the package file, JSON. '
      + 'The shares combine to an AES-256 key (see a share sheet). “wrapped” of each key, from base64, is unwrapped with it by AES key wrap with padding (RFC 5649): '
      + 'an AES key as it is, a private key as PKCS #8. Compare “check” before use.',
  ], below);
}
