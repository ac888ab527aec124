import { tryDecodeURIComponent } from 'hono/utils/url';
import type { Route } from './route.ts';

/** A route that an address leads to, with what stands in it for `:names`. */
export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The routes of an address, of every method, as the app finds them. */
export function routesAt(pathname: string, routes: readonly Route[]): Found[] {
  const segments = pathname.split('/').map(tryDecodeURIComponent);
  return routes.flatMap((route) => {
    const parts = route.path.split('/');
    if (parts.length !== segments.length) return [];
    const params: Record<string, string> = {};
    for (const [at, part] of parts.entries()) {
      const segment = segments[at] ?? '';
      if (part.startsWith(':') && segment !== '') params[part.slice(1)] = segment;
      else if (part !== segment) return [];
    }
    return [{ route, params }];
  });
}
