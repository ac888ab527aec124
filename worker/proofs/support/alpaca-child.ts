import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { rootDir } from '../../host/paths.ts';
import type { BrokerOrder, Execution } from '#shared/ports/broker.ts';

/** Everything the broker knows, from its own door. */
export interface TrueBook {
  readonly orders: readonly (BrokerOrder & { readonly sentAs: string | null })[];
  readonly executions: readonly Execution[];
  readonly positions: readonly { instrumentId: string; quantity: string }[];
  readonly cash: string;
  readonly requests: number;
}

export interface AlpacaChild {
  readonly url: string;
  rule<T>(command: string, given?: object): Promise<T>;
  book(): Promise<TrueBook>;
  stop(): void;
}

/** The Alpaca-shaped server as a process of its own: it is the broker, and survives whoever trades with it. */
export async function startAlpacaChild(seed: number): Promise<AlpacaChild> {
  const script = join(rootDir, 'worker/src/testing/alpaca-server/main.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, '--seed', String(seed), '--rate', '100000'];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NOD_END_WITH_STDIN: '1' },
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url, control } = JSON.parse(line) as { url: string; control: string };
  const rule = async <T>(command: string, given: object = {}): Promise<T> => {
    const response = await fetch(`${control}/${command}`, { method: 'POST', body: JSON.stringify(given) });
    if (!response.ok) throw new Error(`${command}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return { url, rule, book: () => rule<TrueBook>('book'), stop: () => child.kill('SIGKILL') };
}
