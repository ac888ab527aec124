/** Below this a body travels as fast unpacked, and is answered sooner. */
const WORTHWHILE_BYTES = 4_096;
const PACKABLE = /^(text\/|image\/svg|application\/([\w.+-]+\+)?(json|javascript|xml|wasm))/;

/**
 * Whether a body is to be packed on its way out: the platform's edge does so by itself, at home nothing stands in between.
 * The runtime packs what is marked `content-encoding: gzip`.
 */
export function isWorthPacking(request: Request, type: string | null, bytes: number): boolean {
  return bytes >= WORTHWHILE_BYTES && type !== null && PACKABLE.test(type) && takes('gzip', request);
}

/** Their names carry the hash of what is in them: the build has packed them too, and better (`web/pack-files.ts`). */
const BUILT = /^\/_app\/immutable\/.+\.(js|css)$/;
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** What answers for the files of the web app. */
interface Files {
  fetch(request: Request): Promise<Response>;
}

/** A file of the web app, packed as well as whoever asks can unpack. */
export async function fileOf(request: Request, files: Files): Promise<Response> {
  const built = takes('br', request) ? await builtPacked(request, files) : null;
  return built ?? packFile(request, await files.fetch(request));
}

async function builtPacked(request: Request, files: Files): Promise<Response | null> {
  const url = new URL(request.url);
  const type = TYPES[BUILT.exec(url.pathname)?.[1] ?? ''];
  if (type === undefined) return null;
  url.pathname += '.br';
  const file = await files.fetch(new Request(url, request));
  // For what is not there, the app's page is answered.
  const isPage = file.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (isPage || (!file.ok && file.status !== 304)) {
    await file.body?.cancel();
    return null;
  }
  const packed = new Response(file.body, { status: file.status, headers: file.headers, encodeBody: 'manual' });
  packed.headers.set('content-type', type);
  packed.headers.set('content-encoding', 'br');
  packed.headers.append('vary', 'accept-encoding');
  return packed;
}

/** A file, packed on its way where that is worth it. */
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

function takes(packing: 'br' | 'gzip', request: Request): boolean {
  const accepted = (request.headers.get('accept-encoding') ?? '').split(',').map((one) => one.replaceAll(' ', ''));
  return accepted.some((one) => one.split(';')[0] === packing && !/;q=0(\.0*)?$/.test(one));
}
