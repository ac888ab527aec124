import { HealthView } from '#shared/contract/session.ts';
import { openRoute } from '../route.ts';

export const HEALTH_ROUTES = [
  openRoute({
    method: 'GET',
    path: '/api/health',
    summary: 'Whether Nod answers, and which version',
    answer: HealthView,
    run: ({ composition }) => composition.useCases.health(),
  }),
];
