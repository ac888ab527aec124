import { fc } from '#shared/testing/property.ts';
import { expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from './frame.ts';

const column = fc.float64Array({ maxLength: 20 });

it('gives back what went in, bit for bit, NaN among it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(column, { maxLength: 8 }), (head, columns) => {
      const back = decodeFrame(encodeFrame({ head, columns }));
      expect(JSON.stringify(back?.head)).toBe(JSON.stringify(head));
      expect(back?.columns).toEqual(columns);
    }),
  );
});

it('refuses what is cut short, longer than it says, or no frame at all', () => {
  const whole = encodeFrame({ head: { work: '사과' }, columns: [Float64Array.of(1, 2), Float64Array.of(NaN)] });
  for (let length = 0; length < whole.byteLength; length += 1) expect(decodeFrame(whole.slice(0, length))).toBeNull();
  const longer = new Uint8Array(whole.byteLength + 8);
  longer.set(new Uint8Array(whole));
  expect(decodeFrame(longer.buffer)).toBeNull();
  expect(decodeFrame(new TextEncoder().encode('{"head":1,"lengths":[]}').buffer)).toBeNull();
});

it('never throws on altered bytes', () => {
  const whole = encodeFrame({ head: { a: [1, 2, 3] }, columns: [Float64Array.of(1, 2, 3)] });
  fc.assert(
    fc.property(fc.nat(whole.byteLength - 1), fc.nat(255), (at, byte) => {
      const altered = new Uint8Array(whole.slice(0));
      altered[at] = byte;
      decodeFrame(altered.buffer);
    }),
  );
});
