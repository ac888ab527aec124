import type { z } from 'zod';
import type { Failure } from '#shared/contract/errors.ts';
import type { Caller, Scope } from '#shared/domain/caller.ts';
import type { RequestKey } from '#shared/engine/orders/once.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Composition } from '../composition.ts';
import type { Identified } from '../objects/user/credentials.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Who asks, as the front door verified it. */
export interface SignedIn {
  readonly caller: Caller;
  readonly credential: Identified;
  readonly via: 'cookie' | 'bearer';
}

export interface RouteContext {
  readonly composition: Composition;
  readonly request: Request;
  /** Headers of the answer; a route may add to them. */
  readonly headers: Headers;
  /** The request's Idempotency-Key, as its caller's and its path's; absent: none was given. */
  readonly key: RequestKey | undefined;
}

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type Params<Path extends string> = Readonly<Record<ParamNames<Path>, string>>;

/** A request after its parts were parsed by the route's own schemas. */
export interface RouteInput<Path extends string, Query, Body> {
  readonly params: Params<Path>;
  readonly query: Query;
  readonly body: Body;
}

interface Described<Path extends string> {
  readonly method: Method;
  readonly path: Path;
  /** One line for the reference. */
  readonly summary: string;
  readonly status?: 200 | 201 | 204;
  /** The answer is a file of this type, as bytes or as a stream of them; absent: JSON. */
  readonly file?: 'image/png' | 'application/x-ndjson';
  /** Answers that hold a secret shown once are not kept under an Idempotency-Key. */
  readonly isSecret?: boolean;
  /** Whoever does the work keeps its answers by key, in the commit of what it does; else the caller's own object. */
  readonly keepsAnswers?: boolean;
}

/** A route as the app, the reference and the tests read it. */
export interface Route extends Described<string> {
  /** `none` answers without a sign-in; else the scope a token needs at the door. Use cases and accounts check their own. */
  readonly scope: Scope | 'none';
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
  readonly run: (
    context: RouteContext & { signedIn: SignedIn | null },
    input: RouteInput<string, unknown, unknown>,
  ) => Promise<Result<unknown, Failure>>;
}

interface Schemas<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> {
  readonly query?: Query;
  readonly body?: Body;
  /** Absent: the answer has no body (204). */
  readonly answer?: Answer;
}

type Run<Path extends string, Context, Query, Body, Answer> = (
  context: Context,
  input: RouteInput<Path, Query, Body>,
) => Promise<Result<Answer, Failure>>;

/** A route for whoever is signed in. The scope is `read` unless it says more. */
export function route<
  const Path extends string,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
>(
  definition: Described<Path> &
    Schemas<Query, Body, Answer> & {
      readonly scope?: Scope;
      readonly run: Run<Path, RouteContext & SignedIn, z.output<Query>, z.output<Body>, z.output<Answer>>;
    },
): Route {
  const { run, scope = 'read', ...rest } = definition;
  return {
    ...rest,
    scope,
    run: ({ signedIn, ...context }, input) => {
      if (signedIn === null) throw new Error(`${definition.path} ran without a sign-in`);
      // The input was parsed by this route's own schemas and its path.
      return run({ ...context, ...signedIn }, input as RouteInput<Path, z.output<Query>, z.output<Body>>);
    },
  };
}

/** A route that answers without a sign-in. There are few of them, and a test knows each. */
export function openRoute<
  const Path extends string,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
>(
  definition: Described<Path> & {
    readonly body?: Body;
    readonly answer: Answer;
    readonly run: Run<Path, RouteContext, undefined, z.output<Body>, z.output<Answer>>;
  },
): Route {
  const { run, ...rest } = definition;
  return {
    ...rest,
    scope: 'none',
    run: ({ signedIn: _, ...context }, input) => run(context, input as RouteInput<Path, undefined, z.output<Body>>),
  };
}
