import { exports } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import type { NewConnectionView } from '#shared/contract/connection.ts';
import type { StepUpReason } from '#shared/contract/step-up.ts';
import { alpacaFetch } from './alpaca-server/exchange.ts';
import type { AlpacaWorld } from './alpaca-server/world.ts';
import { aCookie, linkCode } from './sign-in.ts';

/* Somebody with a browser and an Alpaca account, through the front door. */

const ORIGIN = 'http://localhost';

type Call = <T>(
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: T; readonly text: string }>;

/** For the whole file: objects go on working after a test, and nothing of it may reach a real broker. */
export function alpacaBehindItsAddress(world: AlpacaWorld): void {
  const direct = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    return new URL(request.url).host.endsWith('alpaca.markets') ? alpacaFetch(world)(request) : direct(input, init);
  });
}

/** Whoever it is can read the machine: `confirm` proves them by a fresh link. */
export async function aPerson(): Promise<{
  readonly call: Call;
  readonly confirm: (reason: StepUpReason, about?: string) => Promise<void>;
}> {
  let cookie = await aCookie();
  const call: Call = async <T>(method: string, path: string, body?: unknown) => {
    const response = await exports.default.fetch(`${ORIGIN}/api/${path}`, {
      method,
      headers: { cookie, origin: ORIGIN, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, text };
  };
  const confirm = async (reason: StepUpReason, about?: string): Promise<void> => {
    const given = { reason, linkCode: await linkCode(), ...(about !== undefined && { about }) };
    const done = await call('POST', 'step-up/finish', given);
    expect(done.status, done.text).toBe(200);
  };
  return { call, confirm };
}

/** Brings the keys; a paper account trades over them from then on. */
export async function connected(
  call: Call,
  key: { readonly id: string; readonly secret: string },
): Promise<{ readonly connectionId: string; readonly accountId: string }> {
  await call('POST', 'step-up/finish', { reason: 'broker-keys', linkCode: await linkCode() });
  const keys = { broker: 'alpaca', keyId: key.id, secretKey: key.secret };
  const made = await call<NewConnectionView>('POST', 'connections', keys);
  expect(made.status, made.text).toBe(201);
  return { connectionId: made.body.connection.id, accountId: made.body.accountId ?? '' };
}

/** Time goes on by itself here: every look is some seconds later, at these prices. */
export function laterAndLater(world: AlpacaWorld, prices: Readonly<Record<string, number>>) {
  return (reached: () => Promise<void>): Promise<void> =>
    vi.waitFor(
      async () => {
        vi.setSystemTime(Date.now() + 5_000);
        for (const [symbol, price] of Object.entries(prices)) world.setPrice(symbol, price);
        await reached();
      },
      { timeout: 8_000, interval: 50 },
    );
}
