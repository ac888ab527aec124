import { z } from 'zod';
import { PlainError } from '../plain-error.ts';

/** The few questions `npm run deploy` asks Cloudflare's API itself; uploading is wrangler's work. */
export interface Cloudflare {
  /** Id of the account: the one named, or the only one there is. Throws PlainError when it takes a choice. */
  account(named: string | undefined): Promise<{ id: string; name: string }>;
  /** `https://NAME.SUBDOMAIN.workers.dev`. Throws PlainError where the account has no such address yet. */
  workersDevUrl(accountId: string, name: string): Promise<string>;
  /** Names of the secrets a Worker holds; null: there is no such Worker. */
  secretNames(accountId: string, worker: string): Promise<string[] | null>;
  /** The D1 database of this name: found, or made. */
  database(accountId: string, name: string): Promise<{ id: string; isNew: boolean }>;
  /** Makes the queues that are not there yet and answers which those were. */
  queues(accountId: string, names: readonly string[]): Promise<string[]>;
  /** One statement with its values. */
  execute(accountId: string, databaseId: string, sql: string, params: readonly string[]): Promise<void>;
}

export interface Login {
  /** Headers that say who asks. */
  headers: Readonly<Record<string, string>>;
  /** Where the API is; another address only in a rehearsal. */
  baseUrl: string;
}

export const API = 'https://api.cloudflare.com/client/v4';
const WAIT_MS = 30_000;
const PAGE = 100;

const Envelope = z.object({
  success: z.boolean(),
  result: z.unknown(),
  errors: z.array(z.object({ code: z.number().optional(), message: z.string() })).default([]),
});
const Accounts = z.array(z.object({ id: z.string(), name: z.string() }));
const Database = z.object({ uuid: z.string(), name: z.string() });
const Queues = z.array(z.object({ queue_name: z.string() }));
const Secrets = z.array(z.object({ name: z.string() }));
const Subdomain = z.object({ subdomain: z.string().min(1) });

export function cloudflareApi({ headers, baseUrl }: Login): Cloudflare {
  async function ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(WAIT_MS),
    }).catch((error: unknown) => {
      throw new PlainError(`Cloudflare cannot be reached: ${(error as Error).message}. Nothing more was changed.`);
    });
    const parsed = Envelope.safeParse(await response.json().catch(() => undefined));
    if (parsed.success && parsed.data.success) return parsed.data.result;
    // Only what is looked for may be missing.
    if (method === 'GET' && response.status === 404) return null;
    const said = parsed.success ? parsed.data.errors.map(({ message }) => message).join(' ') : '';
    const what = `Cloudflare refused ${method} ${path.split('?')[0] ?? path} (${response.status})`;
    const how = [401, 403].includes(response.status)
      ? ' The login may not do this: npx wrangler login, or a CLOUDFLARE_API_TOKEN that may edit Workers, D1 and Queues.'
      : '';
    throw new PlainError(`${what}${said === '' ? '.' : `: ${said}`}${how}`);
  }

  return {
    async account(named) {
      // A token of one account may not list them.
      if (named !== undefined) return { id: named, name: named };
      const accounts = Accounts.parse((await ask('GET', '/accounts?per_page=50')) ?? []);
      const [only, ...others] = accounts;
      if (only === undefined) throw new PlainError('This login has no Cloudflare account. Nothing was changed.');
      if (others.length > 0) {
        const list = accounts.map(({ id, name }) => `${id} (${name})`).join(', ');
        throw new PlainError(`This login has several accounts. Set CLOUDFLARE_ACCOUNT_ID to one of: ${list}.`);
      }
      return only;
    },
    async workersDevUrl(accountId, name) {
      const found = Subdomain.safeParse(await ask('GET', `/accounts/${accountId}/workers/subdomain`));
      if (!found.success)
        throw new PlainError(
          'This account has no workers.dev address yet: open Workers & Pages in the Cloudflare dashboard once and choose one, or give a host name of your own with --domain.',
        );
      return `https://${name}.${found.data.subdomain}.workers.dev`;
    },
    async secretNames(accountId, worker) {
      const found = await ask('GET', `/accounts/${accountId}/workers/scripts/${worker}/secrets`);
      return found === null ? null : Secrets.parse(found).map(({ name }) => name);
    },
    async database(accountId, name) {
      const path = `/accounts/${accountId}/d1/database`;
      const found = z.array(Database).parse((await ask('GET', `${path}?name=${name}&per_page=${PAGE}`)) ?? []);
      // The filter of the API takes a part of a name too.
      const known = found.find((database) => database.name === name);
      if (known !== undefined) return { id: known.uuid, isNew: false };
      return { id: Database.parse(await ask('POST', path, { name })).uuid, isNew: true };
    },
    async queues(accountId, names) {
      const path = `/accounts/${accountId}/queues`;
      const known = new Set<string>();
      for (let page = 1; ; page += 1) {
        const found = Queues.parse((await ask('GET', `${path}?page=${page}&per_page=${PAGE}`)) ?? []);
        for (const { queue_name: name } of found) known.add(name);
        if (found.length < PAGE) break;
      }
      const missing = names.filter((name) => !known.has(name));
      for (const name of missing) await ask('POST', path, { queue_name: name });
      return missing;
    },
    async execute(accountId, databaseId, sql, params) {
      await ask('POST', `/accounts/${accountId}/d1/database/${databaseId}/query`, { sql, params });
    },
  };
}
