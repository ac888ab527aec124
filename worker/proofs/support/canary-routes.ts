/** Everything that can be read and could tell of a connection. */
export function routesToRead(accountId: string, connectionId: string): string[] {
  const account = `api/accounts/${accountId}`;
  return [
    'api/connections',
    `api/connections/${connectionId}`,
    'api/accounts',
    account,
    ...['positions', 'orders', 'transactions', 'performance', 'risk', 'events'].map((part) => `${account}/${part}`),
    'api/me',
    'api/tokens',
    'api/jobs',
    'api/health',
    'api/openapi.json',
    'docs',
    'api/step-up',
  ];
}
