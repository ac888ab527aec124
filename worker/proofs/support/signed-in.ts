import type { StepUpReason } from '#shared/contract/step-up.ts';
import type { RunningProduct } from './product-run.ts';

/** As much of a running product as a person needs. */
export type Reachable = Pick<RunningProduct, 'port' | 'admin'>;

interface StepUpProblem {
  readonly code: string;
  readonly values?: { readonly reason: StepUpReason; readonly about?: string };
}

/** A browser's session on a product, of whoever has its sign-in link. */
export interface SignedInPerson {
  /** Throws on every refusal. */
  ask<T>(method: string, path: string, body?: object): Promise<T>;
  stepUp(reason: StepUpReason, about?: string): Promise<void>;
  /** Asks, confirms what it was asked to confirm, and asks again. */
  confirmed(method: string, path: string, body: object): Promise<void>;
  /** What a browser sends along. */
  readonly headers: () => Record<string, string>;
}

/** Its cookie goes on from answer to answer. */
export async function signedIn(product: Reachable): Promise<SignedInPerson> {
  const origin = `http://localhost:${product.port}`;
  let cookie = '';
  const headers = (): Record<string, string> => ({ 'content-type': 'application/json', origin, cookie });
  const send = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${origin}/api/${path}`, {
      method,
      headers: headers(),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  };
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  await ask('POST', 'session', { code: await linkCode(product) });
  const stepUp = async (reason: StepUpReason, about?: string): Promise<void> => {
    const named = about === undefined ? {} : { about };
    await ask('POST', 'step-up/finish', { reason, ...named, linkCode: await linkCode(product) });
  };
  return {
    ask,
    stepUp,
    headers,
    confirmed: async (method, path, body) => {
      const response = await send(method, path, body);
      if (response.ok) return;
      const { code, values } = (await response.json()) as StepUpProblem;
      if (code !== 'step-up-required' || values === undefined) throw new Error(`${method} ${path} answered ${code}`);
      await stepUp(values.reason, values.about);
      await ask(method, path, body);
    },
  };
}

async function linkCode(product: Reachable): Promise<string> {
  const { body } = await product.admin<{ path: string }>('link', { method: 'POST', body: {} });
  return body.path.slice(body.path.indexOf('#') + 1);
}
