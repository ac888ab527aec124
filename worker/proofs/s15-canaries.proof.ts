import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewConnectionView } from '#shared/contract/connection.ts';
import { createRandom } from '#shared/lib/random.ts';
import { buildDir, rootDir } from '../host/paths.ts';
import { routesToRead } from './support/canary-routes.ts';
import { lookInBrowser } from './support/canary-browser.ts';
import { Canaries } from './support/canary.ts';
import { proofState, type ProofState, type RunningProduct } from './support/product-run.ts';
import { ONE_FAULTS } from '../src/testing/alpaca-server/faults.ts';
import { startAlpaca, type RunningAlpaca } from '../src/testing/alpaca-server/server.ts';
import type { Proof, ProofResult } from './proof.ts';

/** S15: keys and the heartbeat's address come in over the API and the web, keys trade, and meet every error; then everything that was kept or said is searched. */
const proof: Proof = {
  id: 'S15',
  claim:
    'broker keys and the address of the heartbeat are in no log, error, answer, page, cache, export, backup or file in clear',
  async run({ seed, say }): Promise<ProofResult> {
    const random = createRandom(seed, 15);
    const text = (length: number): string =>
      Array.from({ length }, () => 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789'[random.below(54)]).join('');
    const good = { keyId: `PK${text(18)}`, secretKey: text(40) };
    const wrong = { keyId: `PK${text(18)}`, secretKey: text(40) };
    const heartbeat = text(40);
    const canaries = new Canaries({
      heartbeat,
      key: good.keyId,
      secret: good.secretKey,
      wrongKey: wrong.keyId,
      wrongSecret: wrong.secretKey,
    });

    const alpaca = await startAlpaca({ key: { id: good.keyId, secret: good.secretKey }, ratePerMinute: 10_000 });
    const state = proofState('canaries');
    process.env['NOD_REHEARSAL_BROKER_URL'] = alpaca.url;
    try {
      const product = await state.start([]);
      const person = await signIn(product, canaries);
      // Nobody answers there: every minute's call fails, and says so without the address.
      const isBeating = await setHeartbeat(product, person, `https://nobody.example/ping/${heartbeat}`);
      const made = await provoke({ person, alpaca, product, keys: { good, wrong }, canaries });
      say(`${person.answers()} answers, ${alpaca.world.requests.length} requests at the broker`);
      const sealed = sealedIsThere(state);
      const link = async (): Promise<string> => `${origin(product)}${(await linkPath(product)).path}`;
      const pages = await lookInBrowser(canaries, {
        baseUrl: origin(product),
        signInLink: await link(),
        keys: [wrong, good],
        newLink: link,
      });
      for (const path of routesToRead(made.accountId, made.connectionId)) await person.call('GET', path);
      canaries.look('sign-in page', await (await fetch(origin(product))).text());
      const commands = commandsOf(state, canaries);
      canaries.look('what the product said', product.said());
      await product.stop();
      canaries.lookThrough('state', state.dir);
      for (const name of readdirSync(buildDir).filter((part) => part.startsWith('web-') || part.startsWith('worker-')))
        canaries.lookThrough(name, join(buildDir, name));
      const trades = alpaca.world.store.orders().length;
      const figures = {
        hits: canaries.hits.length,
        where: canaries.hits
          .slice(0, 5)
          .map(({ place, canary, form }) => `${canary} (${form}) in ${place}`)
          .join('; '),
        places: canaries.places,
        megabytes: Number((canaries.bytes / 1e6).toFixed(1)),
        answers: person.answers(),
        ordersAtTheBroker: trades,
        pages,
        commands,
        sealed,
        heartbeatSet: isBeating,
      };
      return {
        passed: canaries.hits.length === 0 && isBeating && trades > 0 && pages > 0 && sealed && figures.commands === 4,
        figures,
      };
    } finally {
      delete process.env['NOD_REHEARSAL_BROKER_URL'];
      await state.remove();
      await alpaca.stop();
    }
  },
};
export default proof;

interface Person {
  call(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }>;
  /** How many answers were looked through. */
  answers(): number;
}

function origin({ port }: RunningProduct): string {
  return `http://localhost:${port}`;
}

async function linkPath(product: RunningProduct): Promise<{ path: string }> {
  return (await product.admin<{ path: string }>('link', { method: 'POST', body: {} })).body;
}

async function signIn(product: RunningProduct, canaries: Canaries): Promise<Person> {
  let cookie = '';
  let answers = 0;
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${origin(product)}/${path}`, {
      method,
      headers: { cookie, origin: origin(product), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    answers += 1;
    canaries.look(`answer to ${method} ${path}`, `${JSON.stringify([...response.headers])}\n${text}`);
    return { status: response.status, text };
  };
  const code = async (): Promise<string> => (await linkPath(product)).path.split('#')[1] ?? '';
  await call('POST', 'api/session', { code: await code() });
  await call('POST', 'api/step-up/finish', { reason: 'broker-keys', linkCode: await code() });
  return { call, answers: () => answers };
}

/** The address outside is a secret too: whoever has it can make it say that Nod is well. */
async function setHeartbeat(product: RunningProduct, person: Person, url: string): Promise<boolean> {
  const linkCode = (await linkPath(product)).path.split('#')[1] ?? '';
  await person.call('POST', 'api/step-up/finish', { reason: 'heartbeat', linkCode });
  await person.call('POST', 'api/heartbeat', { url: `${url}\u0000` });
  const set = await person.call('POST', 'api/heartbeat', { url });
  return set.status === 200 && (await person.call('GET', 'api/heartbeat')).text.includes('nobody.example');
}

interface Provoking {
  readonly person: Person;
  readonly alpaca: RunningAlpaca;
  readonly product: RunningProduct;
  readonly keys: Record<'good' | 'wrong', { keyId: string; secretKey: string }>;
  readonly canaries: Canaries;
}

/** Adds the keys, trades over them, and has everything go wrong that can. */
async function provoke({ person, alpaca, keys }: Provoking): Promise<{ accountId: string; connectionId: string }> {
  const { world } = alpaca;
  const { good, wrong } = keys;
  const add = (body: object) => person.call('POST', 'api/connections', { broker: 'alpaca', ...body });
  await add(wrong);
  await add({ ...good, environment: 'live' });
  await add({ ...good, apiKey: wrong.keyId });
  await add({ keyId: good.keyId, secretKey: 5 });
  await add({ ...good, secretKey: good.secretKey.repeat(20) });
  await person.call('POST', 'api/connections', JSON.stringify(good).slice(0, -1));
  await person.call('GET', `api/connections/${wrong.keyId}`);
  const added = await add(good);
  if (added.status !== 201) throw new Error(`the keys were not taken: ${added.text}`);
  const { connection, accountId } = JSON.parse(added.text) as NewConnectionView;
  if (accountId === null) throw new Error('a paper account was opened');
  await add(good);
  const check = () => person.call('POST', `api/connections/${connection.id}/check`, {});
  const replace = (body: object) => person.call('POST', `api/connections/${connection.id}/keys`, body);
  const order = (body: object) => person.call('POST', `api/accounts/${accountId}/orders`, body);
  // Another number of shares every time: an equal order would be held back as a repeat.
  let quantity = 1;
  const buy = (limitPrice: string) =>
    order({ symbol: 'F', side: 'buy', quantity: String((quantity += 1)), limitPrice });
  // The account reads the broker's book first.
  for (let tries = 0; tries < 100; tries++) {
    const { text } = await person.call('GET', `api/accounts/${accountId}`);
    if (!(JSON.parse(text) as { recovering: boolean }).recovering) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await order({ symbol: 'NVDA', side: 'buy', quantity: '2', limitPrice: '120.5' });
  await buy('11');
  for (const fault of ONE_FAULTS) {
    if (fault === 'hang') continue;
    world.plan.next('GET /v2/account', fault);
    await check();
    world.plan.next('POST /v2/orders', fault);
    await buy('12.05');
    world.rate = { ...world.rate, left: world.rate.perMinute };
    world.plan.heal();
  }
  alpaca.sockets.cut();
  world.plan.faults = { ...world.plan.faults, skewMs: 600_000 };
  await check();
  world.plan.heal();
  await replace(wrong);
  for (const stateOfKey of ['forbidden', 'revoked', 'good'] as const) {
    for (const key of world.keys) key.state = stateOfKey;
    await check();
    await buy('12.06');
  }
  await replace(good);
  await order({ symbol: 'NVDA', side: 'sell', quantity: '1' });
  return { accountId, connectionId: connection.id };
}

/** A search that finds nothing proves little where nothing was stored: the sealed record has to be there. */
function sealedIsThere({ dir }: ProofState): boolean {
  const seen = new Canaries({ sealed: '"wrapped":"' });
  seen.lookThrough('state', dir);
  return seen.hits.some(({ form }) => form === 'text');
}

/** What the commands print and write about a state. */
function commandsOf(state: ProofState, canaries: Canaries): number {
  const backup = join(state.folder, 'backup.tar.gz');
  const commands = [['doctor', '--json'], ['export'], ['logs'], ['backup', backup]];
  let done = 0;
  for (const command of commands) {
    const script = join(rootDir, 'worker/host/start.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'nod', ...command, '--state', state.dir], {
      cwd: rootDir,
      encoding: 'utf8',
      env: { ...process.env, XDG_CONFIG_HOME: join(state.folder, 'config') },
    });
    canaries.look(`nod ${command[0] ?? ''}`, stdout + stderr);
    // The doctor says 1 where something wants mending, which a provoked broker may.
    if (status === 0 || command[0] === 'doctor') done += 1;
  }
  canaries.look('backup', readFileSync(backup));
  return done;
}
