import { createReadStream } from 'node:fs';

/*
 * Just as much of tar (ustar) as a backup needs: regular files, their names and sizes. `tar tzf` lists such a file;
 * what is read back is checked by whoever asked for it.
 */

const BLOCK = 512;
/** Octal digits of the header hold 8 GiB; larger sizes are written in base 256, as GNU and BSD tar do. */
const OCTAL_MAX = 0o77777777777;

/** One file of an archive on its way in or out. `name` has forward slashes, its last part at most 100 bytes. */
export interface TarEntry {
  readonly name: string;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export function tarFile(name: string, path: string, size: number): TarEntry {
  // Never more than was announced, should somebody still be writing to it.
  return { name, size, body: size === 0 ? nothing() : createReadStream(path, { end: size - 1 }) };
}

export function tarText(name: string, text: string): TarEntry {
  const bytes = Buffer.from(text);
  return { name, size: bytes.byteLength, body: once(bytes) };
}

/** The bytes of an archive of these entries, in their order. Throws when an entry is shorter than it said. */
export async function* packTar(entries: Iterable<TarEntry> | AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, body } of entries) {
    yield header(name, size);
    let written = 0;
    for await (const chunk of body) {
      written += chunk.byteLength;
      yield chunk;
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes instead of ${size}`);
    yield Buffer.alloc(padding(size));
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** The entries of an archive, one after the other: a body has to be read before the next entry is asked for. */
export async function* unpackTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = new Source(bytes);
  for (;;) {
    const block = await source.take(BLOCK);
    if (block.every((byte) => byte === 0)) return;
    const { name, size } = parse(block);
    yield { name, size, body: source.stream(size) };
    await source.take(padding(size));
  }
}

function header(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const cut = Buffer.byteLength(name) <= 100 ? -1 : name.lastIndexOf('/');
  if (Buffer.byteLength(name) - cut - 1 > 100 || cut > 155)
    throw new Error(`the name ${name} is too long for an archive`);
  block.write(name.slice(cut + 1), 0);
  if (cut > 0) block.write(name.slice(0, cut), 345);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  if (size <= OCTAL_MAX) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write('00000000000\0', 136);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(`${sumOf(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function parse(block: Buffer): { name: string; size: number } {
  const text = (from: number, to: number): string => block.toString('utf8', from, to).replace(/\0.*$/s, '');
  if (Number.parseInt(text(148, 156), 8) !== sumOf(block)) throw new Error('a header is damaged');
  if (block[156] !== 0x30) throw new Error('an entry is no file');
  const size = block[124] === 0x80 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(text(124, 136), 8);
  if (!Number.isSafeInteger(size)) throw new Error('a size is damaged');
  const folder = text(345, 500);
  return { name: folder === '' ? text(0, 100) : `${folder}/${text(0, 100)}`, size };
}

/** The sum of all bytes of a header, its own field counted as blanks. */
function sumOf(block: Uint8Array): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** Reads a stream of chunks in pieces of another size. */
class Source {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes; few enough to be held at once. */
  async take(count: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.stream(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *stream(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if (this.#rest.byteLength === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) throw new Error('it ends too early');
        this.#rest = Buffer.from(next.value);
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.byteLength);
      left -= part.byteLength;
      yield part;
    }
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An empty file has no bytes to read.
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
