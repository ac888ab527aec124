import { Agent } from 'node:http';
import type { Proof } from './proof.ts';
import { badRequest, type BadRequest, type Doors } from './support/bad-requests.ts';
import { atOnce, knock } from './support/knock.ts';
import { proofState, sleep, type ProofState, type RunningProduct } from './support/product-run.ts';
import { randomOf } from './support/random.ts';
import { secretsAtHome } from './support/secrets-at-home.ts';
import { changedTables, tableHashes } from './support/state-hash.ts';
import { trader } from './support/trader.ts';

const AT_ONCE = 8;
const QUIET_MS = 1_500;
const FAULTS_KEPT = 12;
/** Whoever knocks first brings the app's object into being, which has tables and nothing in them. */
const WEBHOOKS = [
  ['/api/webhooks/telegram', { 'x-telegram-bot-api-secret-token': 'x' }],
  ['/api/webhooks/discord', { 'x-signature-ed25519': '00', 'x-signature-timestamp': '1' }],
] as const;

const OPEN = ['/api/session', '/api/session/passkey', '/api/invitations/look', '/api/invitations/join'];

/**
 * Admin routes, cookies, tokens, the stream, Host, bodies, sign-in, invitations, and the addresses of chat apps that nobody connected.
 * Where one is connected, with its secrets, signatures and repeats: the proof `chat-doors`.
 */
const proof: Proof = {
  id: 'S10',
  claim: 'What is not signed in, not from here or not well formed is refused, changes nothing and breaks nothing',
  async run({ level, seed, say }) {
    const state = proofState('doors');
    try {
      const product = await state.start(['--seed', '7', '--speed', '0']);
      const doors = await findDoors(state, product);
      const count = level === 'long' ? 1_000_000 : 10_000;
      const statuses = new Map<string, number>();
      const perDoor = new Map<string, number>();
      const faults: string[] = [];
      // Everything that a first request of each kind leaves behind is there before it is looked at.
      await knock(product.port, good(doors));
      for (const [path, headers] of WEBHOOKS) await knock(product.port, { method: 'POST', path, headers });
      await sleep(QUIET_MS);
      const before = tableHashes(state.dir);
      const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
      await atOnce(AT_ONCE, count, async (n) => {
        const bad = badRequest(doors, randomOf(seed).fork(n));
        const { status } = await knock(product.port, bad, agent);
        const kind = status >= 500 ? '5xx' : status >= 400 ? '4xx' : String(status);
        statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
        perDoor.set(bad.door, (perDoor.get(bad.door) ?? 0) + 1);
        if (kind !== '4xx') faults.push(`${n}: ${status} to ${bad.method} ${bad.path} at the ${bad.door} door`);
        if (n % 2_500 === 0) say(`request ${n}`);
      });
      agent.destroy();
      await sleep(QUIET_MS);
      // Failed sign-ins and codes are counted, so that guessing gets slower. And the product's own clock goes on: its first
      // full minute of a day copies the heads of the event chains. These alone may grow.
      const changed = changedTables(before, tableHashes(state.dir)).filter(
        (table) =>
          !/UserObject\/\w+ attempt$|AccountObject\/\w+ invitation_attempt$|D1DatabaseObject\/\w+ audit_head$/.test(
            table,
          ),
      );
      if (changed.length > 0) faults.push(`changed: ${changed.join(', ')}`);
      const isAlive = (await knock(product.port, good(doors))).status === 200;
      if (!isAlive) faults.push('afterwards it does not answer');
      return {
        passed: faults.length === 0,
        figures: {
          requests: count,
          ...Object.fromEntries(statuses),
          ...Object.fromEntries([...perDoor].map(([door, n]) => [`${door} door`, n])),
          tablesCompared: before.size,
          tablesChanged: changed.length,
          ...(faults.length > 0 && { faults: faults.slice(0, FAULTS_KEPT).join(' | ') }),
        },
      };
    } finally {
      await state.remove();
    }
  },
};
export default proof;

async function findDoors(state: ProofState, product: RunningProduct): Promise<Doors> {
  const { body: made } = await product.admin<{ token: string }>('token', { method: 'POST', body: {} });
  const { body: link } = await product.admin<{ url: string }>('link', { method: 'POST' });
  const signedIn = await fetch(`http://localhost:${product.port}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: link.url.split('#')[1] }),
  });
  const [account] = await trader(product).accounts();
  if (account === undefined) throw new Error('a fresh product has its account');
  const { cookie, invitation } = await anInvitation(product, sessionIn(signedIn), account.id);
  const { body: spec } = await product.api<{ paths: Record<string, Record<string, unknown>> }>('openapi.json');
  const fill = (path: string): string =>
    path.replace(/\{(\w+)\}|:(\w+)/g, (_, a?: string, b?: string) =>
      (a ?? b) === 'accountId' || path.startsWith('/api/accounts/') ? account.id : 'x1',
    );
  const all = Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: fill(path) })),
  );
  return {
    port: product.port,
    ...secretsAtHome(state),
    token: made.token,
    cookie,
    invitation,
    // Anybody may sign in (a passkey is asked a question that is kept nowhere) and out, and open an invitation; these doors
    // are tried by themselves.
    mutations: all.filter(({ method, path }) => method !== 'GET' && !OPEN.includes(path)),
    reads: all.filter(({ method, path }) => method === 'GET' && path !== '/api/health').map(({ path }) => path),
  };
}

function sessionIn(response: Response): string {
  const cookie = /^nod_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
  if (cookie === undefined) throw new Error(`no cookie: ${response.status}`);
  return cookie;
}

/** Makes the owner's open invitation to be an owner too; confirming it gives the session another secret. */
async function anInvitation(
  product: RunningProduct,
  before: string,
  accountId: string,
): Promise<{ cookie: string; invitation: string }> {
  const origin = `http://localhost:${product.port}`;
  const post = (path: string, cookie: string, body: object): Promise<Response> =>
    fetch(`${origin}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie: `nod_session=${cookie}` },
      body: JSON.stringify(body),
    });
  const { body: link } = await product.admin<{ url: string }>('link', { method: 'POST' });
  const proof = { reason: 'share-account', about: `${accountId}:owner`, linkCode: link.url.split('#')[1] };
  const cookie = sessionIn(await post('step-up/finish', before, proof));
  const made = (await (await post('invitations', cookie, { accountId, role: 'owner' })).json()) as { path: string };
  return { cookie, invitation: made.path.split('#')[1] ?? '' };
}

function good({ token }: Doors): BadRequest {
  return { door: 'bearer', method: 'GET', path: '/api/me', headers: { authorization: `Bearer ${token}` } };
}
