import { describe, expect, it } from 'vitest';
import { isWorthPacking, packFile } from './packing.ts';

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
