/** What heavy work is given and answers: a description as JSON, and columns of float64 beside it. */
export interface Frame {
  readonly head: unknown;
  readonly columns: readonly Float64Array[];
}

/** `NODF`, so that a body of another kind is told apart. */
const MAGIC = 0x4e4f4446;
const PREFIX_BYTES = 8;
const ALIGNMENT = Float64Array.BYTES_PER_ELEMENT;

interface Layout {
  readonly head: unknown;
  readonly lengths: readonly number[];
}

/** One buffer: magic, length of the JSON, the JSON (head and lengths of the columns), padding to 8 bytes, the columns. */
export function encodeFrame({ head, columns }: Frame): ArrayBuffer {
  const layout: Layout = { head, lengths: columns.map(({ length }) => length) };
  const text = new TextEncoder().encode(JSON.stringify(layout));
  const begin = aligned(PREFIX_BYTES + text.length);
  const values = columns.reduce((sum, { length }) => sum + length, 0);
  const buffer = new ArrayBuffer(begin + values * ALIGNMENT);
  const view = new DataView(buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, text.length);
  new Uint8Array(buffer).set(text, PREFIX_BYTES);
  let offset = begin;
  for (const column of columns) {
    new Float64Array(buffer, offset, column.length).set(column);
    offset += column.byteLength;
  }
  return buffer;
}

/** The inverse of `encodeFrame`: the columns are views into the buffer. Null when it is no whole frame. */
export function decodeFrame(buffer: ArrayBuffer): Frame | null {
  if (buffer.byteLength < PREFIX_BYTES) return null;
  const view = new DataView(buffer);
  const textLength = view.getUint32(4);
  const begin = aligned(PREFIX_BYTES + textLength);
  if (view.getUint32(0) !== MAGIC || begin > buffer.byteLength) return null;
  const layout = layoutOf(new Uint8Array(buffer, PREFIX_BYTES, textLength));
  if (layout === null) return null;
  const columns: Float64Array[] = [];
  let offset = begin;
  for (const length of layout.lengths) {
    if (!Number.isSafeInteger(length) || length < 0 || offset + length * ALIGNMENT > buffer.byteLength) return null;
    columns.push(new Float64Array(buffer, offset, length));
    offset += length * ALIGNMENT;
  }
  return offset === buffer.byteLength ? { head: layout.head, columns } : null;
}

function layoutOf(text: Uint8Array): Layout | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('head' in parsed) || !('lengths' in parsed)) return null;
  const { head, lengths } = parsed;
  return Array.isArray(lengths) ? { head, lengths: lengths as number[] } : null;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
