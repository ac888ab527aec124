import { failure } from '#shared/contract/errors.ts';
import { readEnv, type RawEnv } from './env.ts';
import { app } from './http/app.ts';
import { isKnownHost } from './http/origin.ts';
import { fileOf } from './http/packing.ts';
import { problem } from './http/problem.ts';
import { securityHeaders } from './http/security-headers.ts';

const WORKER_PATHS = ['/api', '/docs', '/internal'];

/**
 * Every request passes here first. A Host nobody named is refused, which keeps a page elsewhere on the web from reaching
 * a product at home by pointing its own name at this machine; what is not the Worker's own is a file of the web app.
 */
export async function frontDoor(request: Request, raw: RawEnv, ctx: ExecutionContext): Promise<Response> {
  const { settings, ASSETS } = readEnv(raw);
  if (!isKnownHost(request, settings)) return problem(failure('bad-host'), securityHeaders(false));
  const { pathname } = new URL(request.url);
  const isOurs = WORKER_PATHS.some((path) => pathname === path || pathname.startsWith(`${path}/`));
  return isOurs ? app.fetch(request, raw, ctx) : fileOf(request, ASSETS);
}
