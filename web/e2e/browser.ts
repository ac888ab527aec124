// What every browser test needs: a Chromium out of the registry and a product of its own, on a free port.
import { execFile as execFileCallback, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const execFile = promisify(execFileCallback);
const root = join(import.meta.dirname, '..', '..');

/** Nothing but the product is talked to: the browser's own errands to the outside are off. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export async function launchBrowser(...more: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: await unpackedChromium(),
    args: [...FLAGS, ...more],
    headless: true,
    timeout: 30_000,
  });
}

/** A browser that other tools may look into, over a port; what it keeps lies in `profile`. */
export async function launchInspected(profile: string): Promise<{ context: BrowserContext; port: number }> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await unpackedChromium(),
    args: [...FLAGS, '--remote-debugging-port=0'],
    locale: 'en-US',
    timeout: 30_000,
  });
  const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
  return { context, port: Number(port) };
}

/**
 * A page of its own, in English, and everything that complains in its console. Nothing moves on it unless asked for:
 * what pulses is drawn sixty times a second for nobody.
 */
export async function openPage(
  browser: Browser,
  viewport: { width: number; height: number },
  more: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport, locale: 'en-US', reducedMotion: 'reduce', ...more });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** A page that opens asks each question by itself, so that a test can put itself in the way of one. */
export async function askSingly(page: Pick<Page, 'route'>): Promise<void> {
  await page.route('**/api/together?*', (route) => route.fulfill({ json: {} }));
}

/** Asks the API as the signed-in page does; throws on a refusal. */
export function askAs<T = Record<string, unknown>>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  return page.evaluate(
    async ([verb, address, sent]) => {
      const response = await fetch(`/api/${address}`, {
        method: verb,
        headers: { 'content-type': 'application/json' },
        ...(sent !== null && { body: sent }),
      });
      if (!response.ok) throw new Error(`${verb} ${address}: ${await response.text()}`);
      return (await response.json()) as T;
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
}

/**
 * The packed Chromium, unpacked once per clone. It unpacks into the temporary folder under fixed names and takes a half
 * unpacked file for a whole one; so each run unpacks into a folder of its own, which then takes its place in one step.
 */
async function unpackedChromium(): Promise<string> {
  const target = join(root, '.build', 'chromium');
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    const unpack = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
    await execFile(process.execPath, ['--input-type=module', '-e', unpack], {
      cwd: root,
      env: { ...process.env, TMPDIR: draft },
    });
    try {
      renameSync(draft, target);
    } catch {
      // Another run was first.
      rmSync(draft, { recursive: true, force: true });
    }
  }
  // The settings that come with it look for its fonts under /tmp; without any font it ends at the first rare sign.
  const settings = `<fontconfig><dir>${join(target, 'fonts')}</dir><cachedir>${join(target, 'cache')}</cachedir></fontconfig>`;
  writeFileSync(join(target, 'fonts', 'fonts.conf'), settings);
  process.env['FONTCONFIG_PATH'] = join(target, 'fonts');
  return join(target, 'chromium');
}

export interface StartedProduct {
  /** Like http://localhost:41234, without a slash at the end. */
  baseUrl: string;
  /** The whole sign-in link, code in its fragment; good for one sign-in within ten minutes. */
  signInLink: string;
  stateDir: string;
  /** Everything it printed so far. */
  output(): string;
  /** A further sign-in link, of whoever installed it or of somebody with this name. */
  newLink(person?: string): Promise<string>;
  /** Imports a file of bars, as `nod import` does. */
  importBars(path: string): Promise<string>;
  /** Ends it as Ctrl-C does, and removes its state. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 150_000;

/** Starts a real `npm start` on a new state directory and waits until it is ready. */
export async function startProduct(...args: readonly string[]): Promise<StartedProduct> {
  const home = mkdtempSync(join(tmpdir(), 'nod-e2e-'));
  const stateDir = join(home, 'state');
  const options = ['start', '--port', '0', '--state', stateDir, ...args];
  const child = spawn(process.execPath, [join(root, 'worker/host/start.mjs'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Keys of the run lie with its state and go with it.
    env: { ...process.env, XDG_CONFIG_HOME: join(home, 'config'), NOD_CALLED_FROM: root },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const signInLink = await until(
    child,
    () => /https?:\/\/\S+\/sign-in#\S+/.exec(said)?.[0],
    () => said,
  );
  return {
    baseUrl: new URL(signInLink).origin,
    signInLink,
    stateDir,
    output: () => said,
    newLink: (person) =>
      nodCommand(stateDir, join(home, 'config'), 'link', ...(person === undefined ? [] : ['--person', person])),
    importBars: (path) => nodCommand(stateDir, join(home, 'config'), 'import', path),
    async stop() {
      child.kill('SIGINT');
      await ended(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function nodCommand(stateDir: string, configDir: string, command: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, 'worker/host/start.mjs'), 'nod', command, ...args, '--state', stateDir],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, XDG_CONFIG_HOME: configDir },
      },
    );
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(said.trim());
      else reject(new Error(`nod ${command} ended with ${code}`));
    });
  });
}

async function until<T>(child: ChildProcess, find: () => T | undefined, said: () => string): Promise<T> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${said()}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`npm start was not ready in time:\n${said()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function ended(child: ChildProcess): Promise<void> {
  return child.exitCode === null ? new Promise((resolve) => child.once('exit', () => resolve())) : Promise.resolve();
}
