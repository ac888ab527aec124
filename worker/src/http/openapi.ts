import { z } from 'zod';
import { ERROR_STATUS } from '#shared/contract/errors.ts';
import { VERSION } from '../version.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes, out of the schemas that parse their requests. */
export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  const { hoisted, definitions } = hoist(paths);
  return {
    openapi: '3.1.0',
    info: { title: 'Nod', version: VERSION, description: 'Trading bots that ask first.' },
    security: [{ token: [] }, { session: [] }],
    paths: hoisted,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, `<userId>.<secret>`' },
        session: { type: 'apiKey', in: 'cookie', name: 'nod_session', description: '`__Host-nod_session` under TLS' },
      },
      schemas: { Problem: PROBLEM, ...definitions },
    },
  };
}

/** Schemas with a name of their own, which nest in themselves, stand once beside the paths; what points at them follows. */
function hoist(paths: Record<string, Json>): { hoisted: Json; definitions: Json } {
  const definitions: Json = {};
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const { $defs, $ref, ...rest } = value as Json;
    if ($defs !== undefined)
      for (const [name, schema] of Object.entries($defs as Json)) definitions[name] ??= walk(schema);
    return {
      ...(typeof $ref === 'string' && { $ref: $ref.replace('#/$defs/', '#/components/schemas/') }),
      ...Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, walk(inner)])),
    };
  };
  return { hoisted: walk(paths) as Json, definitions };
}

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
    detail: { type: 'string' },
    values: { type: 'object' },
    field: { type: 'string' },
  },
};

function operation(route: Route): Json {
  const mutates = route.method !== 'GET' && route.scope !== 'none';
  const parameters = [
    ...[...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...queryParameters(route.query),
    ...(mutates ? [IDEMPOTENCY_KEY] : []),
  ];
  const status = String(route.status ?? 200);
  return {
    summary: route.summary,
    tags: [route.path.split('/')[2] ?? 'api'],
    ...(route.scope === 'none' ? { security: [] } : { 'x-scope': route.scope }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: json(inputSchema(route.body)) } }),
    responses: {
      [status]: {
        description: 'OK',
        ...(route.answer && !route.file && { content: json(outputSchema(route.answer)) }),
        ...(route.file && { content: { [route.file]: { schema: { type: 'string', format: 'binary' } } } }),
      },
      default: {
        description: 'A problem with a stable `code`',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body within 24 hours get the same answer; another body is refused',
  schema: { type: 'string', maxLength: 200 },
};

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = inputSchema(query) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema;
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

function inputSchema(schema: z.ZodType): Json {
  return plain(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

function outputSchema(schema: z.ZodType): Json {
  return plain(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
}

function plain(schema: Json): Json {
  const { $schema: _, ...rest } = schema;
  return rest;
}
