import { listOf, PageQuery } from '#shared/contract/common.ts';
import { AlertSettingsView, NotificationView, UpdateAlertSettings } from '#shared/contract/notifications.ts';
import { route } from '../route.ts';

export const NOTIFICATION_ROUTES = [
  route({
    method: 'GET',
    path: '/api/notifications',
    summary: 'Messages to your chat apps and what became of them: by which channel, and after which had failed',
    query: PageQuery,
    answer: listOf(NotificationView),
    run: ({ composition, caller }, { query }) => composition.useCases.notifications(caller, query.limit),
  }),
  route({
    method: 'GET',
    path: '/api/notifications/settings',
    summary: 'What you hear, where and when',
    answer: AlertSettingsView,
    run: ({ composition, caller }) => composition.useCases.alertSettings(caller),
  }),
  route({
    method: 'PATCH',
    path: '/api/notifications/settings',
    summary: 'Change what you hear; what needs an action at once can be turned down on one channel, never on all',
    scope: 'propose',
    body: UpdateAlertSettings,
    answer: AlertSettingsView,
    run: ({ composition, caller }, { body }) => composition.useCases.updateAlertSettings(caller, body),
  }),
];
