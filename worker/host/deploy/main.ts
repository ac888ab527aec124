// `npm run deploy`: one Nod on one Cloudflare account. Whatever is missing is made, so that it can be run again after
// anything that went wrong, and for every new version.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { build } from '../build.ts';
import { openIdentity, readStored, writeStored } from '../identity.ts';
import { onLauncherGone } from '../launcher.ts';
import { unlockKeys } from '../passphrase.ts';
import { buildDir, calledFrom, keysDir, rootDir, statePaths, type StatePaths } from '../paths.ts';
import { lineOf, PlainError } from '../plain-error.ts';
import { cloudflareApi, type Cloudflare } from './cloudflare.ts';
import { configurationOf, queueNames, type Installation, type WranglerConfig } from './configuration.ts';
import { parseDeployOptions, type DeployOptions } from './options.ts';
import { loginOf, wrangler } from './wrangler.ts';

const say = (line: string) => process.stdout.write(line + '\n');
/** A new workers.dev name takes a while until it is known everywhere. */
const REACH_WAIT_MS = 180_000;
const REACH_EVERY_MS = 3_000;
const ANSWER_WAIT_MS = 30_000;
/** Past the wait for the name. */
const CODE_VALID_MS = 10 * 60_000;

onLauncherGone(() => process.exit(1));
const options = parseDeployOptions(process.argv.slice(2), calledFrom);
try {
  if (!options.ok) throw new PlainError(options.error);
  await (options.value.dryRun ? rehearse(options.value) : deploy(options.value));
} catch (error) {
  process.stderr.write(lineOf(error) + '\n');
  process.exitCode = 1;
}

/** Builds what would be uploaded and says what would be made. Needs neither account nor network. */
async function rehearse({ name, domain }: DeployOptions): Promise<void> {
  const file = readConfig();
  await build(say);
  const publicUrl = `https://${domain ?? `${name}.SUBDOMAIN.workers.dev`}`;
  const vars = { WRITER: 'home', LIFE: 'first' };
  const config = writeConfig(file, { name, domain, publicUrl, databaseId: 'dry-run', vars });
  const said = await wrangler(['deploy', '--dry-run', '-c', config]);
  const size = /Total Upload: .*/.exec(said)?.[0] ?? '';
  say(`It would be: ${publicUrl}`);
  say(`Database: ${name}. Queues: ${queueNames(file, name).join(', ')}.`);
  say(`Secrets: AUDIT_KEY, KEK_1, KEK_CURRENT, VAPID_KEY. ${size}`);
  say('Nothing was asked or changed. Without --dry-run it is made.');
}

async function deploy(asked: DeployOptions): Promise<void> {
  const file = readConfig();
  const cloudflare = cloudflareApi(await loginOf());
  const account = await cloudflare.account(process.env['CLOUDFLARE_ACCOUNT_ID']);
  const publicUrl =
    asked.domain === undefined ? await cloudflare.workersDevUrl(account.id, asked.name) : `https://${asked.domain}`;
  const paths = statePaths(asked.stateDir);
  await needOwnKeys(cloudflare, account.id, { asked, paths });
  if (existsSync(paths.identity)) await unlockKeys(keysDir(readStored(paths).id));
  if (asked.link) {
    const database = await cloudflare.database(account.id, asked.name);
    return greet(cloudflare, { accountId: account.id, databaseId: database.id, publicUrl });
  }
  const identity = openIdentity(paths, Date.now());
  remember(paths, `${account.id}/${asked.name}`);
  await build(say);
  say(`Account: ${account.name}. Worker: ${asked.name}.`);
  const database = await cloudflare.database(account.id, asked.name);
  if (database.isNew) say(`Database ${asked.name} was made.`);
  const made = await cloudflare.queues(account.id, queueNames(file, asked.name));
  if (made.length > 0) say(`Queues were made: ${made.join(', ')}.`);
  const { name, domain } = asked;
  const vars = { WRITER: identity.writer, LIFE: identity.life };
  const config = writeConfig(file, { name, domain, publicUrl, databaseId: database.id, vars });
  process.env['CLOUDFLARE_ACCOUNT_ID'] = account.id;
  // Before the code: a migration only adds, and the code that runs now knows nothing of it.
  say('Bringing the database up to date…');
  await wrangler(['d1', 'migrations', 'apply', name, '--remote', '-c', config]);
  say('Uploading…');
  await uploading(config, {
    AUDIT_KEY: identity.auditKey,
    VAPID_KEY: identity.vapidKey,
    ...identity.vaultKeys,
  });
  await greet(cloudflare, { accountId: account.id, databaseId: database.id, publicUrl });
  say(
    `The keys of this installation lie in ${identity.keysDir}: without them sealed credentials are lost. Keep a copy.`,
  );
}

/** Before anything is uploaded, so that what was cut off half way is known as its own. */
function remember(paths: StatePaths, worker: string): void {
  const stored = readStored(paths);
  const { workers = [] } = stored;
  if (!workers.includes(worker)) writeStored(paths, { ...stored, workers: [...workers, worker] });
}

/** What another state or nobody of ours deployed is not written over: under other keys nothing it sealed could be opened. */
async function needOwnKeys(
  cloudflare: Cloudflare,
  accountId: string,
  { asked, paths }: { asked: DeployOptions; paths: StatePaths },
): Promise<void> {
  const secrets = await cloudflare.secretNames(accountId, asked.name);
  if (secrets === null) {
    if (asked.link) throw new PlainError(`No Worker ${asked.name} is deployed there yet: npm run deploy.`);
    return;
  }
  if (asked.link) return;
  const { workers } = existsSync(paths.identity) ? readStored(paths) : { workers: [] as string[] };
  if (workers === undefined || workers.includes(`${accountId}/${asked.name}`)) return;
  if (!secrets.includes('AUDIT_KEY'))
    throw new PlainError(
      `A Worker ${asked.name} that is no Nod runs there already. Choose another name: --name. Nothing was changed.`,
    );
  throw new PlainError(
    `A Nod named ${asked.name} runs there already, and its keys are not those of ${asked.stateDir} on this machine. Bring its own state (--state) and its folder in ~/.config/nod along from where it was deployed, or choose another name: --name. Nothing was changed.`,
  );
}

/** Secrets go up with the code, out of a file that only this user reads and that is gone afterwards. */
async function uploading(config: string, secrets: Readonly<Record<string, string>>): Promise<void> {
  const path = join(folder(), `secrets-${process.pid}.json`);
  writeFileSync(path, JSON.stringify(secrets), { mode: 0o600, flag: 'wx' });
  try {
    await wrangler(['deploy', '-c', config, '--secrets-file', path]);
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * Makes the owner at the first time, and a sign-in link. Whoever may write the database is who may ask for it: the hash
 * of a code is left there, and the code itself is shown to the Worker once.
 */
async function greet(
  cloudflare: Cloudflare,
  { accountId, databaseId, publicUrl }: { accountId: string; databaseId: string; publicUrl: string },
): Promise<void> {
  const code = randomBytes(32).toString('hex');
  const left = JSON.stringify({
    hash: createHash('sha256').update(code).digest('hex'),
    until: Date.now() + CODE_VALID_MS,
  });
  const sql =
    "INSERT INTO settings (name, value) VALUES ('deploy-code', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
  await cloudflare.execute(accountId, databaseId, sql, [left]);
  say(`Waiting for ${publicUrl}…`);
  const { world, path } = await firstAnswer(publicUrl, code);
  say(`Ready. Sign in (valid 10 minutes): ${publicUrl}${path}`);
  say(`World: ${world}`);
  say('A new link: npm run deploy -- --link');
}

async function firstAnswer(publicUrl: string, code: string): Promise<{ world: string; path: string }> {
  const until = Date.now() + REACH_WAIT_MS;
  // Another address only in a rehearsal.
  const address = process.env['NOD_REHEARSAL_WORKER_URL'] ?? publicUrl;
  for (let last = ''; ;) {
    try {
      const response = await fetch(`${address}/internal/deployed`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WAIT_MS),
      });
      if (response.ok) return (await response.json()) as { world: string; path: string };
      last = `it answered ${response.status}`;
    } catch (error) {
      last = (error as Error).message;
    }
    if (Date.now() > until)
      throw new PlainError(
        `${publicUrl} is deployed but could not be asked within 3 minutes (${last}). For the sign-in link: npm run deploy -- --link`,
      );
    await new Promise((resolve) => setTimeout(resolve, REACH_EVERY_MS));
  }
}

function readConfig(): WranglerConfig {
  return parse(readFileSync(join(rootDir, 'wrangler.toml'), 'utf8')) as unknown as WranglerConfig;
}

function writeConfig(file: WranglerConfig, to: Installation): string {
  const path = join(folder(), 'wrangler.json');
  writeFileSync(path, JSON.stringify(configurationOf(file, to), null, 1));
  return path;
}

function folder(): string {
  const path = join(buildDir, 'deploy');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}
