import type { TelegramWorld } from './telegram-world.ts';

/** The stand-in behind a `fetch`: whoever has another token, or no method, meets what they would meet at Telegram. */
export function telegramFetch(world: TelegramWorld): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(new URL(request.url).pathname) ?? [];
    if (token !== world.token || method === undefined)
      return Response.json({ ok: false, error_code: 401, description: 'Unauthorized' }, { status: 401 });
    const { status, body } = world.call(method, await fieldsOf(request));
    return Response.json(body, { status });
  };
}

async function fieldsOf(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) return JSON.parse(await request.text()) as Record<string, unknown>;
  if (type.startsWith('multipart/form-data')) return partsOf(type, new Uint8Array(await request.arrayBuffer()));
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** By hand: workerd's own reading takes a file whose name stands without quotes for a text. */
function partsOf(type: string, body: Uint8Array<ArrayBuffer>): Record<string, unknown> {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? '';
  const binary = Array.from(body, (byte) => String.fromCharCode(byte)).join('');
  const fields: Record<string, unknown> = {};
  let at = binary.indexOf(`--${boundary}`);
  while (at !== -1) {
    const head = at + boundary.length + 4;
    const next = binary.indexOf(`\r\n--${boundary}`, head);
    const start = binary.indexOf('\r\n\r\n', head) + 4;
    if (next === -1 || start === 3 || start > next) break;
    const headers = binary.slice(head, start);
    const name = /[; ]name="?([^";\r]+)/.exec(headers)?.[1] ?? '';
    const file = /filename="?([^";\r]+)/.exec(headers)?.[1];
    const bytes = body.slice(start, next);
    fields[name] = file === undefined ? new TextDecoder().decode(bytes) : new File([bytes], file);
    at = next + 2;
  }
  return fields;
}
