/**
 * A smartcard for tests: it speaks ISO/IEC 7816-4 as OpenSC's driver for the IsoApplet expects, over vpcd's protocol to the real pcscd. Files, one
 * PIN, one PUK; no keys. It tests our way through the real stack; it says nothing of a real card's security.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** T=1, so that answers come whole; the historical bytes have no meaning. */
const ATR = Buffer.from('3b8a80014b657972697465436172', 'hex');
const APPLET = 'f276a288bcfba69d34f31001';
/** API 0.6, no features. */
const APPLET_ANSWER = Buffer.from('000600', 'hex');
const OK = 0x9000;

interface File {
  readonly id: string;
  readonly parent: File | null;
  /** ISO 7816-4 tag 82, first byte: 38 is a DF. */
  readonly kind: number;
  readonly name: string;
  /** Tag 86: one condition an operation; 90 asks for the PIN, FF is never. */
  readonly conditions: Buffer;
  readonly data: Buffer;
  readonly children: File[];
}

type Answer = readonly [status: number, data?: Buffer];

const tlv = (tag: number, value: Buffer): Buffer => Buffer.concat([Buffer.from([tag, value.length]), value]);

/** OpenSC pads a PIN with zeros to 16 bytes when it is verified, and not when it is set. */
const padded = (code: Buffer): Buffer => Buffer.concat([code, Buffer.alloc(16)], 16);

function parse(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at + 1 < bytes.length; at += 2 + bytes[at + 1]!) found.set(bytes[at]!, bytes.subarray(at + 2, at + 2 + bytes[at + 1]!));
  return found;
}

export interface VirtualCard {
  /** Puts the card into vpcd's reader. */
  insert(): Promise<void>;
  /** Takes it out. */
  remove(): Promise<void>;
  /** How many commands it answered. */
  readonly commands: number;
}

export function virtualCard(port: number): VirtualCard {
  const none = Buffer.from('ff00000000000000', 'hex');
  const root: File = { id: '3f00', parent: null, kind: 0x38, name: '', conditions: none, data: Buffer.alloc(0), children: [] };
  const codes = new Map<number, { value: Buffer | null; tries: number }>([[1, { value: null, tries: 3 }], [2, { value: null, tries: 3 }]]);
  let current = root;
  let verified = false;
  let chained: Buffer[] = [];
  let socket: Socket | null = null;
  let commands = 0;

  const reset = (): void => {
    current = root;
    verified = false;
    chained = [];
  };
  const folder = (): File => (current.kind === 0x38 ? current : current.parent!);
  /** Until a PIN is set the card is being set up and allows everything. */
  const allowed = (file: File, operation: number): boolean => {
    const condition = codes.get(1)!.value === null ? 0 : file.conditions[operation]!;
    return condition === 0 || (condition === 0x90 && verified);
  };

  function describe(file: File): Buffer {
    const size = Buffer.from([file.data.length >> 8, file.data.length & 255]);
    const parts = [tlv(0x80, size), tlv(0x82, Buffer.from([file.kind])), tlv(0x83, Buffer.from(file.id, 'hex'))];
    if (file.name !== '') parts.push(tlv(0x84, Buffer.from(file.name, 'hex')));
    return tlv(0x6f, Buffer.concat([...parts, tlv(0x86, file.conditions), tlv(0x8a, Buffer.from([5]))]));
  }

  function select(how: number, wanted: string): Answer {
    if (how === 4) {
      if (wanted === APPLET) {
        reset();
        return [OK, APPLET_ANSWER];
      }
      const found = root.children.find((file) => file.name === wanted);
      if (found === undefined) return [0x6a82];
      current = found;
      return [OK, describe(found)];
    }
    let at: File | undefined = how === 8 || wanted === '3f00' ? root : folder();
    for (const id of (wanted === '3f00' ? '' : wanted).match(/.{4}/g) ?? []) at = at?.children.find((file) => file.id === id) ?? (at?.parent?.children.find((file) => how === 0 && file.id === id));
    if (at === undefined) return [0x6a82];
    current = at;
    return [OK, describe(at)];
  }

  function create(template: Buffer): Answer {
    const fields = parse(parse(template).get(0x6f) ?? Buffer.alloc(0));
    const id = fields.get(0x83)?.toString('hex');
    const kind = fields.get(0x82)?.[0];
    const size = fields.get(0x80) ?? fields.get(0x81);
    if (id === undefined || kind === undefined) return [0x6a80];
    if (id === '3f00') return [OK];
    const parent = folder();
    if (!allowed(parent, kind === 0x38 ? 5 : 6)) return [0x6982];
    if (parent.children.some((file) => file.id === id)) return [0x6a89];
    current = { id, parent, kind, name: fields.get(0x84)?.toString('hex') ?? '', conditions: Buffer.from(fields.get(0x86) ?? none), data: Buffer.alloc(kind === 0x38 || size === undefined ? 0 : size.readUInt16BE(0)), children: [] };
    parent.children.push(current);
    return [OK];
  }

  function remove(id: string): Answer {
    const file = id === '' ? current : folder().children.find((one) => one.id === id);
    if (file === undefined || file.parent === null) return [0x6a82];
    if (!allowed(file, 1) && !allowed(file.parent, 7)) return [0x6982];
    file.parent.children.splice(file.parent.children.indexOf(file), 1);
    current = file.parent;
    return [OK];
  }

  function check(reference: number, value: Buffer): Answer {
    const code = codes.get(reference);
    if (code === undefined || code.value === null) return [0x6a88];
    if (value.length === 0) return verified && reference === 1 ? [OK] : [0x63c0 | code.tries];
    if (code.tries === 0) return [0x6983];
    if (code.value.equals(padded(value))) {
      code.tries = 3;
      return [OK];
    }
    code.tries--;
    return [code.tries === 0 ? 0x6983 : 0x63c0 | code.tries];
  }

  function change(how: number, reference: number, value: Buffer): Answer {
    const code = codes.get(reference);
    if (code === undefined) return [0x6a88];
    if (how === 1) {
      if (code.value !== null) return [0x6982];
      code.value = padded(value);
      return [OK];
    }
    const [status] = check(reference, value.subarray(0, value.length / 2));
    if (status === OK) code.value = padded(value.subarray(value.length / 2));
    return [status];
  }

  function answer(apdu: Buffer): Answer {
    const [cla, ins, p1, p2] = [apdu[0]!, apdu[1]!, apdu[2]!, apdu[3]!];
    const data = apdu.length > 5 ? apdu.subarray(5, 5 + apdu[4]!) : Buffer.alloc(0);
    const expected = apdu.length === 5 ? apdu[4]! || 256 : 256;
    if ((cla & 0x10) !== 0) {
      chained.push(data);
      return [OK];
    }
    const whole = Buffer.concat([...chained, data]);
    chained = [];
    const offset = ((p1 & 0x7f) << 8) | p2;
    switch (ins) {
      case 0xa4: return select(p1, whole.toString('hex'));
      case 0xe0: return create(whole);
      case 0xe4: return remove(whole.toString('hex'));
      case 0xb0:
        if (!allowed(current, 7)) return [0x6982];
        return offset > current.data.length ? [0x6b00] : [OK, current.data.subarray(offset, offset + expected)];
      case 0xd6:
        if (!allowed(current, 6)) return [0x6982];
        if (offset + whole.length > current.data.length) return [0x6a84];
        whole.copy(current.data, offset);
        return [OK];
      case 0x20: {
        const outcome = check(p2, whole);
        if (p2 === 1 && whole.length > 0) verified = outcome[0] === OK;
        return outcome;
      }
      case 0x24: return change(p1, p2, whole);
      default: return [0x6d00];
    }
  }

  function serve(to: Socket): void {
    let waiting = Buffer.alloc(0);
    const send = (bytes: Buffer): boolean => to.write(Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]));
    to.on('data', (piece) => {
      waiting = Buffer.concat([waiting, piece]);
      while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
        const message = waiting.subarray(2, 2 + waiting.readUInt16BE(0));
        waiting = waiting.subarray(2 + message.length);
        if (message.length === 1 && message[0] === 4) send(ATR);
        else if (message.length === 1) reset();
        else {
          commands++;
          const [status, data = Buffer.alloc(0)] = answer(message);
          send(Buffer.concat([data, Buffer.from([status >> 8, status & 255])]));
        }
      }
    });
  }

  return {
    insert: () =>
      new Promise((resolve, reject) => {
        reset();
        const to = connect({ host: '127.0.0.1', port });
        to.once('error', reject);
        to.once('connect', () => {
          to.off('error', reject);
          to.on('error', () => undefined);
          socket = to;
          serve(to);
          resolve();
        });
      }),
    remove: () =>
      new Promise((resolve) => {
        const was = socket;
        socket = null;
        if (was === null) {
          resolve();
          return;
        }
        was.once('close', () => resolve());
        was.destroy();
      }),
    get commands() {
      return commands;
    },
  };
}
