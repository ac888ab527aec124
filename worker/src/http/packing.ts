/** Below this a body travels as fast unpacked, and is answered sooner. */
const WORTHWHILE_BYTES = 4_096;
const PACKABLE = /^(text\/|image\/svg|application\/([\w.+-]+\+)?(json|javascript|xml|wasm))/;

/**
 * Whether a body is to be packed on its way out: the platform's edge does so by itself, at home nothing stands in between.
 * The runtime packs what is marked `content-encoding: gzip`.
 */
export function isWorthPacking(request: Request, type: string | null, bytes: number): boolean {
  return bytes >= WORTHWHILE_BYTES && type !== null && PACKABLE.test(type) && takesGzip(request);
}

/** A file of the web app, packed where that is worth it. */
export function packFile(request: Request, file: Response): Response {
  const { headers, body } = file;
  const bytes = Number(headers.get('content-length') ?? WORTHWHILE_BYTES);
  if (body === null || headers.has('content-encoding')) return file;
  if (!isWorthPacking(request, headers.get('content-type'), bytes)) return file;
  const packed = new Response(body, file);
  packed.headers.set('content-encoding', 'gzip');
  packed.headers.append('vary', 'accept-encoding');
  return packed;
}

function takesGzip(request: Request): boolean {
  const accepted = (request.headers.get('accept-encoding') ?? '').split(',').map((one) => one.replaceAll(' ', ''));
  return accepted.some((one) => /^gzip(;q=|$)/.test(one) && !/;q=0(\.0*)?$/.test(one));
}
