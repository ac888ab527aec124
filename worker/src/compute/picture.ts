import { initWasm, Resvg } from '@resvg/resvg-wasm';
import bold from '#generated/picture-font-700.bin';
import medium from '#generated/picture-font-500.bin';
import module from '#generated/picture.wasm';
import { pictureOf, pictureSvg } from '#shared/pictures/draw.ts';
import { WorkRefused, type FileWork } from './work.ts';

/** Pixels across: a phone of 390 points draws three for each of them. */
const PIXELS = 1_200;

let ready: Promise<void> | null = null;

/** A picture's head and columns in (`shared/pictures/picture.ts`), a PNG out. */
export const picture: FileWork = async (frame) => {
  const known = pictureOf(frame);
  if (known === null) throw new WorkRefused('invalid-request');
  await (ready ??= initWasm(module));
  const drawing = new Resvg(pictureSvg(known), {
    fitTo: { mode: 'width', value: PIXELS },
    font: { fontBuffers: [new Uint8Array(medium), new Uint8Array(bold)], defaultFontFamily: 'Pretendard' },
  });
  // Both hold memory of the module until they are freed.
  try {
    const pixels = drawing.render();
    try {
      return pixels.asPng();
    } finally {
      pixels.free();
    }
  } finally {
    drawing.free();
  }
};
