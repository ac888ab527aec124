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
  if (type.startsWith('multipart/form-data')) return Object.fromEntries(await request.formData());
  return Object.fromEntries(new URL(request.url).searchParams);
}
