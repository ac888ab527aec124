import type { VendorObservation, VendorResponse } from '../vendor.ts';
import { readReply } from './client.ts';
import { budgetOf, clockSkewMs, retryAfterMs } from './rate-limit.ts';

/** What a response says about the connection. */
export function observe(response: VendorResponse): VendorObservation {
  if (response.kind !== 'answer') return { kind: 'broken', budget: null, clockSkewMs: null, retryAfterMs: null };
  const kind = kindOf(response);
  return {
    kind,
    budget: budgetOf(response),
    clockSkewMs: clockSkewMs(response),
    retryAfterMs: kind === 'limited' ? retryAfterMs(response) : null,
  };
}

function kindOf(response: Extract<VendorResponse, { kind: 'answer' }>): VendorObservation['kind'] {
  const { status } = response;
  const reply = readReply(response, null);
  if (reply.kind !== 'answer') return 'broken';
  if (status === 401) return 'keys-refused';
  // Alpaca's refusals of an order carry a code; a key without access is told "forbidden." alone.
  if (status === 403 && reply.error !== null && reply.error.code === null) return 'keys-refused';
  if (status === 429) return 'limited';
  if (status >= 500) return 'broken';
  if (reply.json === undefined && status !== 204) return 'garbled';
  return 'fine';
}
