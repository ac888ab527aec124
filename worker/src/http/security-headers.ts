/** Headers of everything the Worker itself answers. Files have theirs from web/static/_headers. */
export function securityHeaders(secure: boolean): Headers {
  const headers = new Headers({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  if (secure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  return headers;
}
