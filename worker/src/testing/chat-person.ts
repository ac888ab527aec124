import { exports } from 'cloudflare:workers';
import { hmacText } from '../objects/user/secret.ts';

const HOME = 'http://localhost/internal/updates/telegram';
export const HOME_KEY = 'home-key-of-the-test-runs-00000000000';

/** An update as the process at home hands it on. */
export async function fromHome(
  body: string,
  change: { at?: string; signature?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const at = change.at ?? String(Date.now());
  const signature = change.signature ?? (await hmacText(HOME_KEY, `telegram\n${at}\n${body}`));
  return exports.default.fetch(HOME, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-nod-time': at,
      'x-nod-signature': signature,
      ...change.headers,
    },
    body,
  });
}

/** An update as Telegram sends it. */
export function fromTelegram(body: BodyInit, headers: Record<string, string>): Promise<Response> {
  return exports.default.fetch('http://localhost/api/webhooks/telegram', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}
