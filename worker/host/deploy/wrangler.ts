import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { rootDir } from '../paths.ts';
import { PlainError } from '../plain-error.ts';
import { API, type Login } from './cloudflare.ts';

/** Runs wrangler of this clone without a keyboard. Throws PlainError with what it said. */
export async function wrangler(args: readonly string[]): Promise<string> {
  const { code, said } = await run(args);
  if (code === 0) return said;
  throw new PlainError(`wrangler ${args[0] ?? ''} did not finish:\n${said.trim()}`);
}

/** Who is logged in, in wrangler or by CLOUDFLARE_API_TOKEN. Throws PlainError when nobody is. */
export async function loginOf(): Promise<Login> {
  const { code, said } = await run(['auth', 'token', '--json']);
  const found = code === 0 ? parse(said) : undefined;
  if (found === undefined)
    throw new PlainError(
      'Nobody is logged in at Cloudflare here. Once: npx wrangler login, or set CLOUDFLARE_API_TOKEN. Nothing was changed.',
    );
  return { headers: found, baseUrl: process.env['CLOUDFLARE_API_BASE_URL'] ?? API };
}

function parse(said: string): Record<string, string> | undefined {
  try {
    const { token, key, email } = JSON.parse(said) as { token?: string; key?: string; email?: string };
    if (token !== undefined) return { authorization: `Bearer ${token}` };
    return key === undefined || email === undefined ? undefined : { 'x-auth-key': key, 'x-auth-email': email };
  } catch {
    return undefined;
  }
}

function run(args: readonly string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(rootDir, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
      cwd: rootDir,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', FORCE_COLOR: '0' },
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, said: code === 0 ? out.stdout : out.stdout + out.stderr }));
  });
}
