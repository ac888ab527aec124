import { describe, expect, it } from 'vitest';
import { fileOf, isWorthPacking, packFile } from './packing.ts';

const asking = (accepted?: string): Request =>
  new Request('http://localhost/app.js', accepted === undefined ? {} : { headers: { 'accept-encoding': accepted } });
const script = (text: string, more: Record<string, string> = {}): Response =>
  new Response(text, { headers: { 'content-type': 'text/javascript; charset=utf-8', etag: '"one"', ...more } });
const LONG = 'const one = 1;\n'.repeat(1_000);

describe('packing', () => {
  it('marks a long file for whoever takes gzip, and keeps what else is said of it', () => {
    const { headers } = packFile(asking('br, gzip'), script(LONG));
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(headers.get('vary')).toBe('accept-encoding');
    expect(headers.get('etag')).toBe('"one"');
  });

  it.each([
    ['whoever says nothing of packing', undefined],
    ['whoever refuses it', 'gzip;q=0'],
    ['whoever refuses it, with spaces', 'br, gzip ; q=0.0'],
    ['whoever takes only something else', 'br, xgzip'],
  ])('leaves a file as it is for %s', (_, accepted) => {
    expect(packFile(asking(accepted), script(LONG)).headers.get('content-encoding')).toBeNull();
  });

  it('leaves pictures, what is packed already, what has no body and what is short', () => {
    const picture = new Response(LONG, { headers: { 'content-type': 'image/png' } });
    expect(packFile(asking('gzip'), picture).headers.get('content-encoding')).toBeNull();
    const packed = script(LONG, { 'content-encoding': 'br' });
    expect(packFile(asking('gzip'), packed).headers.get('content-encoding')).toBe('br');
    expect(packFile(asking('gzip'), new Response(null, { status: 304 })).status).toBe(304);
    expect(packFile(asking('gzip'), script('1', { 'content-length': '1' })).headers.get('content-encoding')).toBeNull();
    expect(isWorthPacking(asking('gzip'), 'application/json; charset=utf-8', 400)).toBe(false);
    expect(isWorthPacking(asking('gzip'), 'application/json; charset=utf-8', 40_000)).toBe(true);
  });
});

describe('files that the build has packed', () => {
  const CODE = '/_app/immutable/chunks/one.js';
  /** As the platform answers for files: what is not there is the app's page. */
  const answering = (known: Record<string, string>) => ({
    fetch: ({ url }: Request) => {
      const text = known[new URL(url).pathname];
      const type = url.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
      const headers = { 'content-type': text === undefined ? 'text/html' : type, 'cache-control': 'immutable' };
      return Promise.resolve(new Response(text ?? '<!doctype html>', { headers }));
    },
  });
  const ask = (accepted: string, path = CODE): Request =>
    new Request(`http://localhost${path}`, { headers: { 'accept-encoding': accepted } });
  const both = answering({ [CODE]: LONG, [`${CODE}.br`]: 'packed' });

  it('are handed out packed to whoever takes that, as the code they are', async () => {
    const answer = await fileOf(ask('gzip, deflate, br'), both);
    expect(await answer.text()).toBe('packed');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'br',
      'cache-control': 'immutable',
      vary: 'accept-encoding',
    });
  });

  it.each([
    ['whoever does not take it', 'gzip', both],
    ['whoever refuses it', 'br;q=0, gzip', both],
    ['a file that was not packed', 'br, gzip', answering({ [CODE]: LONG })],
  ])('go out as any other file for %s', async (_, accepted, files) => {
    const answer = await fileOf(ask(accepted), files);
    expect(await answer.text()).toBe(LONG);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
  });

  it('leave the page and whatever is not code alone', async () => {
    const answer = await fileOf(ask('br', '/decide'), answering({ '/decide.br': 'no page' }));
    expect(await answer.text()).toBe('<!doctype html>');
  });
});
