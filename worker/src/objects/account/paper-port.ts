import type { Broker } from '#shared/ports/broker.ts';
import type { PaperBrokerRpc } from '../paper-broker/paper-broker-rpc.ts';
import type { AccountPorts } from './account-ports.ts';

/** An answer that takes longer is lost: what became of the request is asked for. */
const ANSWER_WITHIN_MS = 10_000;

/** The paper broker behind the broker port: a call that fails or takes too long is an answer, never an exception. */
export function paperPort(
  paper: Omit<PaperBrokerRpc, 'open' | 'configure' | 'book'>,
  waitFor: AccountPorts['waitFor'],
): Broker {
  async function ask<T>(call: () => Promise<T>, otherwise: (message: string) => T): Promise<T> {
    try {
      return (await waitFor(call(), ANSWER_WITHIN_MS)) ?? otherwise(`no answer within ${ANSWER_WITHIN_MS} ms`);
    } catch (error) {
      return otherwise(String(error));
    }
  }
  return {
    class: 'a',
    dedupMs: null,
    can: { replace: true, protects: false, fractional: true, feesLater: false },
    submit: (request) =>
      ask(
        () => paper.submit(request),
        (message) => ({ kind: 'unknown', message }),
      ),
    replace: (request) =>
      ask(
        () => paper.replace(request),
        (message) => ({ kind: 'unknown', message }),
      ),
    cancel: (order) =>
      ask(
        () => paper.cancel(order),
        (message) => ({ kind: 'unknown', message }),
      ),
    orderByClientId: (clientOrderId) =>
      ask(
        () => paper.orderByClientId(clientOrderId),
        (message) => ({ kind: 'unavailable', message }),
      ),
    snapshot: (from) =>
      ask(
        () => paper.snapshot(from),
        () => null,
      ),
    account: () =>
      ask(
        () => paper.account(),
        () => null,
      ),
  };
}
