import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from '#shared/lib/frame.ts';
import { askCompute } from './compute/ask-compute.ts';
import { WorkRefused, type Work } from './compute/work.ts';
import { handleCompute } from './compute.ts';

const doubled: Work = ({ columns }) => ({
  head: { columns: columns.length },
  columns: columns.map((column) => column.map((value) => value * 2)),
});
const refuses: Work = () => {
  throw new WorkRefused('too-few-bars', { has: 3, needs: 30 });
};
const works = { doubled, refuses };
const asking = (name: string, body: BodyInit): Promise<Response> =>
  handleCompute(new Request(`http://compute/${name}`, { method: 'POST', body }), works);
const frame = { head: {}, columns: [Float64Array.of(1, 2, NaN)] };

it('answers a frame with a frame', async () => {
  const response = await asking('doubled', encodeFrame(frame));
  expect(decodeFrame(await response.arrayBuffer())).toEqual({
    head: { columns: 1 },
    columns: [Float64Array.of(2, 4, NaN)],
  });
});

it('says what was wrong with the question, and is a stranger to every other name', async () => {
  const refused = await asking('refuses', encodeFrame(frame));
  expect(refused.status).toBe(422);
  expect(await refused.json()).toEqual({ code: 'too-few-bars', values: { has: 3, needs: 30 } });
  expect((await asking('doubled', 'no frame')).status).toBe(400);
  for (const name of ['constructor', '__proto__', 'toString', ''])
    expect((await asking(name, encodeFrame(frame))).status).toBe(404);
});

it('is asked over its binding, and what goes wrong there is an answer', async () => {
  const asked = { frame, timeoutMs: 5_000 };
  expect(await askCompute(env.COMPUTE, { ...asked, work: 'no-such-work' })).toMatchObject({
    ok: false,
    error: { kind: 'unavailable' },
  });
  const through: Pick<Fetcher, 'fetch'> = {
    fetch: (input, init) => handleCompute(new Request(input, init), works),
  };
  const ask = (work: string) => askCompute(through as Fetcher, { ...asked, work });
  expect(await ask('refuses')).toMatchObject({ ok: false, error: { kind: 'refused', code: 'too-few-bars' } });
  expect(await ask('doubled')).toMatchObject({ ok: true, value: { head: { columns: 1 } } });
});
