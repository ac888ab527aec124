import { Ajv, type ValidateFunction } from 'ajv';
import addFormats, { type FormatsPlugin } from 'ajv-formats';

type Json = Readonly<Record<string, unknown>>;
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Json;
}
interface Operation {
  readonly parameters: readonly Parameter[];
  readonly requestBody: Json | null;
  readonly responses: Json;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Names a document may give to forms of text and number that say nothing more about their shape. */
const LOOSE_FORMATS = ['decimal', 'double', 'uint32', 'uint64', 'int64', 'int32'];

/** One OpenAPI 3.0 document: which operation a request is, and how requests and answers differ from what it says. */
export class OpenApiDocument {
  readonly #document: Json;
  readonly #ajv = new Ajv({ strict: false, allErrors: true });
  readonly #paths: { readonly pattern: RegExp; readonly names: readonly string[]; readonly item: Json }[];
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: Json) {
    this.#document = lenient(document) as Json;
    (addFormats as unknown as { default: FormatsPlugin }).default(this.#ajv);
    for (const format of LOOSE_FORMATS) this.#ajv.addFormat(format, true);
    this.#ajv.addSchema(this.#document, 'doc');
    this.#paths = Object.entries((this.#document['paths'] ?? {}) as Json)
      // Fixed paths before those with parameters.
      .sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
      .map(([path, item]) => ({
        pattern: new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '([^/]+)')}$`),
        names: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? ''),
        item: item as Json,
      }));
  }

  /** Null: the document knows no such path, or not with this method. */
  operation(
    method: string,
    path: string,
  ): { readonly operation: Operation; readonly values: Readonly<Record<string, string>> } | null {
    const verb = METHODS.find((one) => one === method.toLowerCase());
    for (const { pattern, names, item } of this.#paths) {
      const found = pattern.exec(path);
      if (found === null || verb === undefined || item[verb] === undefined) continue;
      const own = item[verb] as Json;
      const parameters = [...list(item['parameters']), ...list(own['parameters'])].map((one) => this.#deref(one));
      const body = own['requestBody'] === undefined ? null : this.#deref(own['requestBody'] as Json);
      const values = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
      const responses = (own['responses'] ?? {}) as Json;
      return { operation: { parameters: parameters as unknown as Parameter[], requestBody: body, responses }, values };
    }
    return null;
  }

  /** What is wrong with a request; empty when nothing is. A property the document does not name counts as wrong. */
  requestDifferences(
    { operation, values }: { operation: Operation; values: Readonly<Record<string, string>> },
    request: { readonly query: Readonly<Record<string, string>>; readonly body: unknown },
  ): string[] {
    const differences: string[] = [];
    const known = operation.parameters.filter((one) => one.in === 'query');
    for (const parameter of operation.parameters) {
      const value = (parameter.in === 'query' ? request.query : parameter.in === 'path' ? values : {})[parameter.name];
      if (value === undefined) {
        if (parameter.required === true && parameter.in !== 'header')
          differences.push(`${parameter.in} ${parameter.name} is missing`);
        continue;
      }
      const schema = this.#deref(parameter.schema ?? {});
      differences.push(...this.#differences(schema, fromText(value, schema), `${parameter.in} ${parameter.name}`));
    }
    for (const name of Object.keys(request.query)) {
      if (!known.some((one) => one.name === name)) differences.push(`query ${name} is not in the document`);
    }
    const schema = schemaOf(operation.requestBody);
    if (schema === null) {
      if (request.body !== null) differences.push('a body where the document has none');
      return differences;
    }
    if (request.body === null) return [...differences, 'the body is missing'];
    const named = Object.keys(this.#deref(schema)['properties'] ?? {});
    for (const name of Object.keys(request.body as Json)) {
      if (!named.includes(name)) differences.push(`body ${name} is not in the document`);
    }
    return [...differences, ...this.#differences(schema, request.body, 'body')];
  }

  /** What is wrong with an answer. An error that the document does not describe must be its general one. */
  responseDifferences({ operation }: { operation: Operation }, status: number, body: unknown): string[] {
    const given = operation.responses[String(status)] as Json | undefined;
    const schema = given === undefined ? null : schemaOf(this.#deref(given));
    if (schema !== null) return this.#differences(schema, body, `answer ${status}`);
    if (status >= 400) {
      const general = ((this.#document['components'] as Json | undefined)?.['schemas'] as Json | undefined)?.['Error'];
      return general === undefined ? [] : this.#differences(general as Json, body, `answer ${status}`);
    }
    if (given === undefined) return [`status ${status} is not in the document`];
    return body === null ? [] : [`answer ${status} has a body where the document has none`];
  }

  #differences(schema: Json, value: unknown, where: string): string[] {
    const key = JSON.stringify(schema);
    let validate = this.#validators.get(key);
    if (validate === undefined) {
      validate = this.#ajv.compile(absolute(schema) as object);
      this.#validators.set(key, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      return `${where}${instancePath}: ${message ?? 'differs'} ${JSON.stringify(params)}`;
    });
  }

  #deref(value: Json): Json {
    const ref = value['$ref'];
    if (typeof ref !== 'string') return value;
    let target: unknown = this.#document;
    for (const part of ref.slice(2).split('/'))
      target = (target as Json)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
    return this.#deref(target as Json);
  }
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function schemaOf(holder: Json | null): Json | null {
  const content = holder?.['content'] as Json | undefined;
  const [first] = Object.values(content ?? {}) as Json[];
  return (first?.['schema'] as Json | undefined) ?? null;
}

/** Alternatives without required properties fit each other's values too: one of them is enough. */
function lenient(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lenient);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key === 'oneOf' ? 'anyOf' : key, lenient(inner)]),
  );
}

/** References count from the document, wherever the schema stands that holds them. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' && inner.startsWith('#') ? `doc${inner}` : absolute(inner),
    ]),
  );
}

/** A value of a path or query as the type its schema names; as it is where it cannot be one. */
function fromText(text: string, schema: Json): unknown {
  switch (schema['type']) {
    case 'integer':
    case 'number':
      return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'array':
      return text.split(',');
    default:
      return text;
  }
}
