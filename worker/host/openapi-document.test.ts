import { describe, expect, it } from 'vitest';
import { OpenApiDocument } from './openapi-document.ts';

const document = new OpenApiDocument({
  paths: {
    '/v2/orders': {
      get: {
        parameters: [
          { name: 'status', in: 'query', schema: { type: 'string', enum: ['open', 'closed'] } },
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer' } },
        ],
        responses: { '200': { content: { 'application/json': { schema: { type: 'array' } } } } },
      },
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
      },
    },
    '/v2/orders/{id}': { delete: { responses: { '204': { description: 'nothing' } } } },
  },
  components: {
    schemas: {
      Order: {
        type: 'object',
        required: ['type'],
        properties: { type: { type: 'string' }, note: { type: 'string', nullable: true } },
      },
      Error: { type: 'object', required: ['code', 'message'] },
    },
  },
});

const asked = (method: string, path: string, query: Record<string, string> = {}, body: unknown = null): string[] =>
  document.requestDifferences(document.operation(method, path)!, { query, body });
const answered = (method: string, path: string, status: number, body: unknown): string[] =>
  document.responseDifferences(document.operation(method, path)!, status, body);

describe('an OpenAPI document', () => {
  it('knows its calls, those with a part in their path included', () => {
    expect(document.operation('DELETE', '/v2/orders/7')?.values).toEqual({ id: '7' });
    expect(document.operation('PATCH', '/v2/orders/7')).toBeNull();
    expect(document.operation('GET', '/v2/positions')).toBeNull();
  });

  it.each([
    [{ limit: '5', status: 'open' }, 0],
    [{ status: 'open' }, 1],
    [{ limit: 'five' }, 1],
    [{ limit: '5', status: 'all' }, 1],
    [{ limit: '5', sort: 'asc' }, 1],
  ])('finds what is wrong with the query %j', (query, count) => {
    expect(asked('GET', '/v2/orders', query)).toHaveLength(count);
  });

  it.each([
    [{ type: 'limit', note: null }, 0],
    [{ note: 'x' }, 1],
    [{ type: 5 }, 1],
    [{ type: 'limit', tpye: 'limit' }, 1],
    [null, 1],
  ])('finds what is wrong with the body %j', (body, count) => {
    expect(asked('POST', '/v2/orders', {}, body)).toHaveLength(count);
  });

  it('finds what is wrong with an answer, by its status', () => {
    expect(answered('GET', '/v2/orders', 200, [])).toEqual([]);
    expect(answered('GET', '/v2/orders', 200, {})).toHaveLength(1);
    expect(answered('GET', '/v2/orders', 201, [])).toHaveLength(1);
    expect(answered('POST', '/v2/orders', 403, { code: 1, message: 'no' })).toEqual([]);
    expect(answered('POST', '/v2/orders', 403, { message: 'no' })).toHaveLength(1);
    expect(answered('DELETE', '/v2/orders/7', 204, null)).toEqual([]);
    expect(answered('DELETE', '/v2/orders/7', 204, {})).toHaveLength(1);
  });
});
