import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

/** What the account holds, as a person would see it in the dashboard. */
export interface AccountHeld {
  /** Name → the database itself, and its id. */
  databases: Map<string, { uuid: string; sql: DatabaseSync }>;
  queues: Set<string>;
  /** Worker → what was uploaded last. */
  workers: Map<string, UploadedWorker>;
  /** Whatever was asked that this stand-in does not know: the proof fails on it. */
  unknown: string[];
}

export interface UploadedWorker {
  secrets: Map<string, string>;
  bindings: { name: string; type: string; [part: string]: unknown }[];
  crons: string[];
  uploads: number;
  /** Files of code. */
  modules: number;
}

export interface CloudflareStandIn {
  url: string;
  held: AccountHeld;
  /** From now on every answer to a request whose path matches is this status; null: back to normal. */
  fail(path: RegExp | null, status?: number): void;
  stop(): Promise<void>;
}

export async function startCloudflare(): Promise<CloudflareStandIn> {
  const held: AccountHeld = {
    databases: new Map(),
    queues: new Set(),
    workers: new Map(),
    unknown: [],
  };
  let failing: { path: RegExp; status: number } | null = null;
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const url = new URL(request.url ?? '/', 'http://cloudflare');
      const path = url.pathname.replace('/client/v4', '').replace(/^\/accounts\/[^/]+/, '');
      const asked = new Request(url, {
        method: request.method ?? 'GET',
        headers: { 'content-type': request.headers['content-type'] ?? '' },
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      });
      const given =
        failing !== null && failing.path.test(path)
          ? { status: failing.status, errors: [{ code: 10_000, message: 'told to fail' }] }
          : await answer(held, { method: request.method ?? 'GET', path, query: url.searchParams, asked });
      const { status = 200, result = null, errors = [] } = given;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ success: status < 400, result, errors, messages: [], ...given.beside }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    fail(path, status = 500) {
      failing = path === null ? null : { path, status };
    },
    stop: async () => void server.close(),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  asked: Request;
}
interface Given {
  status?: number;
  result?: unknown;
  errors?: { code: number; message: string }[];
  beside?: Record<string, unknown>;
}

const missing = (code: number): Given => ({ status: 404, errors: [{ code, message: 'not found' }] });

async function answer(held: AccountHeld, { method, path, query, asked }: Asked): Promise<Given> {
  const is = (wanted: string, pattern: RegExp): RegExpExecArray | null =>
    method === wanted ? pattern.exec(path) : null;
  const worker = (match: RegExpExecArray): UploadedWorker | undefined => held.workers.get(match[1] ?? '');
  let match: RegExpExecArray | null;

  if (is('GET', /^\/accounts$/)) return { result: [{ id: 'account-of-the-proof', name: 'Proof' }] };
  if (is('GET', /^\/workers\/subdomain$/)) return { result: { subdomain: 'proof' } };

  if (is('GET', /^\/queues$/)) {
    const all = [...held.queues].filter((name) => !query.has('name') || name === query.get('name'));
    return { result: all.map(queue) };
  }
  if (is('POST', /^\/queues$/)) {
    const { queue_name: name } = (await asked.json()) as { queue_name: string };
    if (held.queues.has(name)) return { status: 409, errors: [{ code: 11_009, message: 'there already' }] };
    held.queues.add(name);
    return { result: queue(name) };
  }
  if (is('GET', /^\/queues\/[^/]+\/consumers$/)) return { result: [] };
  if (is('POST', /^\/queues\/[^/]+\/consumers$/)) return { result: {} };

  if (is('GET', /^\/d1\/database$/)) {
    const all = [...held.databases].map(([name, { uuid }]) => ({ name, uuid }));
    return { result: all.filter(({ name }) => name.includes(query.get('name') ?? '')) };
  }
  if (is('POST', /^\/d1\/database$/)) {
    const { name } = (await asked.json()) as { name: string };
    const made = { uuid: randomUUID(), sql: new DatabaseSync(':memory:') };
    held.databases.set(name, made);
    return { result: { name, uuid: made.uuid } };
  }
  if ((match = is('POST', /^\/d1\/database\/([^/]+)\/query$/))) {
    const database = [...held.databases.values()].find(({ uuid }) => uuid === match?.[1]);
    return database === undefined ? missing(7_404) : queried(database.sql, (await asked.json()) as Query);
  }

  if ((match = is('GET', /^\/workers\/services\/([^/]+)$/)))
    return worker(match)
      ? {
          result: {
            id: match[1],
            default_environment: { environment: 'production', script: { last_deployed_from: 'wrangler' } },
          },
        }
      : missing(10_090);
  if ((match = is('GET', /^\/workers\/scripts\/([^/]+)\/secrets$/))) {
    const found = worker(match);
    if (found === undefined) return missing(10_007);
    return { result: [...found.secrets.keys()].map((name) => ({ name, type: 'secret_text' })) };
  }
  if (is('POST', /^\/workers\/scripts\/([^/]+)\/assets-upload-session$/))
    // No file is wanted: the store of a proof has them all.
    return { result: { jwt: 'proof', buckets: [] } };
  if ((match = is('PUT', /^\/workers\/scripts\/([^/]+)$/))) {
    const form = await asked.formData();
    const { bindings } = JSON.parse(form.get('metadata') as string) as { bindings: UploadedWorker['bindings'] };
    const before = worker(match);
    const secrets = new Map(before?.secrets);
    for (const { type, name, text } of bindings) if (type === 'secret_text') secrets.set(name, String(text));
    const modules = [...form.values()].filter((part) => typeof part !== 'string').length;
    const uploads = (before?.uploads ?? 0) + 1;
    held.workers.set(match[1] ?? '', { secrets, bindings, modules, uploads, crons: before?.crons ?? [] });
    return { result: { id: match[1], startup_time_ms: 1, deployment_id: '1', etag: '1', mutable_pipeline_id: '1' } };
  }
  if ((match = is('GET', /^\/workers\/workers\/([^/]+)$/)))
    return worker(match)
      ? { result: { id: match[1], name: match[1], subdomain: { enabled: true, previews_enabled: false } } }
      : missing(10_007);
  if (is('POST', /^\/workers\/scripts\/[^/]+\/subdomain$/))
    return { result: { enabled: true, previews_enabled: false } };
  if ((match = is('PUT', /^\/workers\/scripts\/([^/]+)\/schedules$/))) {
    const crons = (await asked.json()) as { cron: string }[];
    const found = worker(match);
    if (found !== undefined) found.crons = crons.map(({ cron }) => cron);
    return { result: { schedules: crons } };
  }
  if ((match = is('GET', /^\/workers\/scripts\/([^/]+)\/deployments$/)))
    return worker(match)
      ? {
          result: {
            deployments: [
              {
                id: '1',
                source: 'wrangler',
                strategy: 'percentage',
                author_email: 'x',
                created_on: new Date().toISOString(),
                versions: [{ version_id: '1', percentage: 100 }],
              },
            ],
          },
        }
      : missing(10_007);
  if (is('GET', /^\/workers\/scripts\/[^/]+\/settings$/)) return missing(10_007);
  // What wrangler asks before it tells of a failure.
  if (/^\/(user|memberships)/.test(path)) return { result: { id: 'user', status: 'active' } };
  if (is('POST', /^\/internal\/deployed$/)) return signedIn(held, (await asked.json()) as { code: string });
  held.unknown.push(`${method} ${path}?${query.toString()}`);
  return missing(10_000);
}

/** The Worker's own door, as the one that was uploaded keeps it: the hash in the database, once. */
function signedIn(held: AccountHeld, { code }: { code: string }): Given {
  const sql = held.databases.get('nod')?.sql;
  const left = sql?.prepare("SELECT value FROM settings WHERE name = 'deploy-code'").get()?.['value'];
  const { hash } = JSON.parse(String(left ?? '{}')) as { hash?: string };
  if (hash !== createHash('sha256').update(code).digest('hex')) return missing(404);
  sql?.exec("DELETE FROM settings WHERE name = 'deploy-code'");
  return { beside: { world: 'DEMO', path: '/sign-in#u_proof.of-the-proof' } };
}

function queue(name: string): Record<string, unknown> {
  return { queue_id: `id-of-${name}`, queue_name: name, consumers: [] };
}

interface Query {
  sql: string;
  params?: string[];
}

/** D1's own form of an answer; several statements at once answer with the last. */
function queried(database: DatabaseSync, { sql, params = [] }: Query): Given {
  try {
    if (params.length === 0 && !/^\s*(select|pragma)/i.test(sql)) {
      database.exec(sql);
      return { result: [{ success: true, results: [], meta: {} }] };
    }
    return { result: [{ success: true, results: database.prepare(sql).all(...params), meta: {} }] };
  } catch (error) {
    return { status: 400, errors: [{ code: 7_500, message: (error as Error).message }] };
  }
}
