/** The shape of HTML's ImageData that zxing-wasm's types name; main hands it pictures without a DOM. */
interface ImageData {
  readonly colorSpace: 'srgb' | 'display-p3';
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly height: number;
  readonly width: number;
}
