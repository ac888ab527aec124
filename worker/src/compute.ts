import { WorkerEntrypoint } from 'cloudflare:workers';

/** Answers one piece of heavy work: columns in the body, columns back. No database, no objects, no secrets. */
export function handleCompute(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname === '/health') return Response.json({ status: 'ok' });
  return Response.json({ code: 'unknown-work', detail: pathname }, { status: 404 });
}

/** Reached over the service binding COMPUTE only; no public route leads here. */
export class Compute extends WorkerEntrypoint {
  override fetch(request: Request): Response {
    return handleCompute(request);
  }
}
