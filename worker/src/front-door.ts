import { readEnv, type RawEnv } from './env.ts';
import { app } from './http/app.ts';

const WORKER_PATHS = ['/api', '/docs', '/internal'];

/**
 * Every request passes here first. A Host nobody named is refused, which keeps a page elsewhere on the web from reaching
 * a product at home by pointing its own name at this machine; what is not the Worker's own is a file of the web app.
 */
export async function frontDoor(request: Request, raw: RawEnv, ctx: ExecutionContext): Promise<Response> {
  const { settings, ASSETS } = readEnv(raw);
  const url = new URL(request.url);
  if (!isKnownHost(url.hostname, settings.ALLOWED_HOSTS)) {
    return Response.json(
      { code: 'unknown-host', status: 421, title: 'This address is not one Nod was started for.' },
      { status: 421, headers: { 'content-type': 'application/problem+json' } },
    );
  }
  const isOurs = WORKER_PATHS.some((path) => url.pathname === path || url.pathname.startsWith(`${path}/`));
  return isOurs ? app.fetch(request, raw, ctx) : ASSETS.fetch(request);
}

function isKnownHost(hostname: string, allowed: string): boolean {
  return allowed === '' || allowed.split(',').includes(hostname);
}
