import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDir, rootDir } from '../host/paths.ts';
import type { Proof } from './proof.ts';
import { startCloudflare, type CloudflareStandIn } from './support/cloudflare-stand-in.ts';

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

const proof: Proof = {
  id: 'deploy',
  claim:
    'npm run deploy makes database, queues, secrets and owner once, goes on where it was cut off, keeps its keys, and writes over nobody else’s installation',
  async run({ say }) {
    const cloudflare = await startCloudflare();
    const folder = mkdtempSync(join(tmpdir(), 'nod-deploy-'));
    const token = randomBytes(20).toString('hex');
    const faults: string[] = [];
    const need = (isSo: boolean, fault: string, ran: Ran): void => {
      if (!isSo) faults.push(`${fault}: ${ran.said.trim().slice(-600)}`);
    };
    const deploy = async (where: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ran> => {
      const ran = await run(args, { ...environment(cloudflare, join(folder, where), token), ...env });
      say(`${where} ${args.join(' ')}: left with ${String(ran.code)}`);
      if (ran.said.includes(token)) faults.push('the token was said');
      return ran;
    };
    try {
      const { held } = cloudflare;
      const dry = await deploy('first', ['--dry-run'], {
        CLOUDFLARE_API_TOKEN: '',
        CLOUDFLARE_API_BASE_URL: 'http://[::1]:1',
      });
      need(dry.code === 0 && dry.said.includes('nod-dead-letter'), 'a rehearsal needs no account', dry);

      // What is told not to come back is not tried again and again.
      cloudflare.fail(/^\/workers\/scripts\/nod$/, 400);
      const cut = await deploy('first');
      need(cut.code === 1 && held.workers.size === 0, 'cut off while uploading', cut);
      need(secretFiles() === 0, 'no secret stays in a file', cut);
      cloudflare.fail(null);

      const done = await deploy('first');
      const link = /Sign in \(valid 10 minutes\): https:\/\/nod\.proof\.workers\.dev\/sign-in#\S+/;
      need(done.code === 0 && link.test(done.said), 'deployed after that, with a sign-in link', done);
      const worker = held.workers.get('nod');
      const secrets = new Map(worker?.secrets);
      need(names(secrets) === 'AUDIT_KEY KEK_1 KEK_CURRENT VAPID_KEY', `secrets ${names(secrets)}`, done);
      need(
        [...secrets].every(([name, text]) => name === 'KEK_CURRENT' || !done.said.includes(text)),
        'a secret was said',
        done,
      );
      const settings = new Map(worker?.bindings.map(({ name, text }) => [name, text]));
      need(settings.get('PUBLIC_URL') === 'https://nod.proof.workers.dev', 'the public address', done);
      need(!settings.has('ADMIN_KEY') && !settings.has('HOME_KEY'), 'no door of home', done);
      need(worker?.crons.join() === '* * * * *', 'the minute tick', done);
      need(held.queues.size === 6 && held.databases.size === 1, 'six queues and one database', done);
      const applied = held.databases.get('nod')?.sql.prepare('SELECT count(*) AS n FROM d1_migrations').get()?.['n'];
      need(applied === migrations(), `${String(applied)} migrations of ${migrations()}`, done);

      const again = await deploy('first');
      need(
        again.code === 0 && worker !== undefined && held.workers.get('nod')?.uploads === 2,
        'a second version',
        again,
      );
      need(same(secrets, held.workers.get('nod')?.secrets), 'the same keys', again);
      need(held.queues.size === 6 && held.databases.size === 1, 'nothing made twice', again);

      const other = await deploy('other');
      need(other.code === 1 && /keys are not those of/.test(other.said), 'another machine is refused', other);
      need(held.workers.get('nod')?.uploads === 2, 'another machine changes nothing', other);
      const blog = { secrets: new Map<string, string>(), bindings: [], modules: 1, uploads: 1, crons: [] };
      held.workers.set('blog', blog);
      const foreign = await deploy('first', ['--name', 'blog']);
      need(foreign.code === 1 && /is no Nod/.test(foreign.said), 'another Worker of this account is refused', foreign);
      blog.secrets.set('AUDIT_KEY', 'of another state');
      const second = await deploy('first', ['--name', 'blog']);
      need(
        second.code === 1 && /keys are not those of/.test(second.said),
        'another Nod of this account is refused',
        second,
      );
      need(held.workers.get('blog') === blog, 'what is not ours is not written over', second);
      const renewed = await deploy('other', ['--link']);
      need(renewed.code === 0 && link.test(renewed.said), 'a new sign-in link', renewed);
      need(held.workers.get('nod')?.uploads === 2, 'a link uploads nothing', renewed);
      const left = held.databases
        .get('nod')
        ?.sql.prepare("SELECT count(*) AS n FROM settings WHERE name = 'deploy-code'");
      need(left?.get()?.['n'] === 0, 'no code stays in the database', renewed);

      const lost = await deploy('third', [], { CLOUDFLARE_API_TOKEN: '', HOME: join(folder, 'nobody') });
      need(lost.code === 1 && /Nobody is logged in/.test(lost.said), 'who is not logged in is told how', lost);
      if (held.unknown.length > 0) faults.push(`asked what the stand-in does not know: ${held.unknown.join(', ')}`);
      return {
        passed: faults.length === 0,
        figures: {
          runs: 9,
          uploads: held.workers.get('nod')?.uploads ?? 0,
          queues: held.queues.size,
          migrations: Number(applied),
          ...(faults.length > 0 && { faults: faults.join(' | ') }),
        },
      };
    } finally {
      await cloudflare.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
export default proof;

function environment({ url }: CloudflareStandIn, folder: string, token: string): NodeJS.ProcessEnv {
  return {
    CLOUDFLARE_API_TOKEN: token,
    CLOUDFLARE_API_BASE_URL: `${url}/client/v4`,
    NOD_REHEARSAL_WORKER_URL: url,
    XDG_CONFIG_HOME: join(folder, 'config'),
    NOD_CALLED_FROM: folder,
  };
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(rootDir, 'worker/host/deploy/main.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, said }));
  });
}

function secretFiles(): number {
  return readdirSync(join(buildDir, 'deploy')).filter((name) => name.startsWith('secrets')).length;
}

function migrations(): number {
  return readdirSync(join(rootDir, 'migrations')).filter((name) => name.endsWith('.sql')).length;
}

function names(secrets: ReadonlyMap<string, string>): string {
  return [...secrets.keys()].toSorted().join(' ');
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string> | undefined): boolean {
  return b !== undefined && a.size === b.size && [...a].every(([name, text]) => b.get(name) === text);
}
