const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const RGBA = 6;

/** What a PNG says of itself. */
export interface SeenPng {
  readonly width: number;
  readonly height: number;
  /** Bytes of its pixels, unpacked. */
  readonly pixels: number;
}

/** Reads a whole PNG: every chunk up to its end, and its pixels unpacked; throws where it is none, or cut. */
export async function readPng(bytes: Uint8Array<ArrayBuffer>): Promise<SeenPng> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) throw new Error('not a PNG');
  const packed: Uint8Array<ArrayBuffer>[] = [];
  let [width, height, at, isWhole] = [0, 0, SIGNATURE.length, false];
  while (!isWhole) {
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.slice(at + 4, at + 8));
    const body = bytes.slice(at + 8, at + 8 + length);
    if (body.length !== length) throw new Error('a PNG that is cut');
    if (kind === 'IHDR') [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (kind === 'IDAT') packed.push(body);
    isWhole = kind === 'IEND';
    at += 12 + length;
  }
  const stream = new Blob(packed).stream().pipeThrough(new DecompressionStream('deflate'));
  return { width, height, pixels: (await new Response(stream).arrayBuffer()).byteLength };
}

/** Looks like one from outside: a signature and a size, told apart by `mark`. */
export function aPng(width: number, height: number, mark: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(34);
  const view = new DataView(bytes.buffer);
  bytes.set(SIGNATURE);
  view.setUint32(8, 13);
  bytes.set(
    [...'IHDR'].map((letter) => letter.charCodeAt(0)),
    12,
  );
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes.set([8, RGBA, mark], 24);
  return bytes;
}
