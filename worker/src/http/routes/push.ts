import { z } from 'zod';
import { Id, listOf } from '#shared/contract/common.ts';
import { failure } from '#shared/contract/errors.ts';
import {
  CreatePushDevice,
  PushDeviceView,
  PushKeyView,
  PushTestView,
  UpdatePushDevice,
} from '#shared/contract/push.ts';
import { err } from '#shared/lib/result.ts';
import { route } from '../route.ts';

/** Browsers that take pushes. Where one is reached came in once and never goes out again. */
export const PUSH_ROUTES = [
  route({
    method: 'GET',
    path: '/api/push/key',
    summary: 'What a browser subscribes with',
    answer: PushKeyView,
    run: ({ composition }) => Promise.resolve(composition.useCases.pushKey()),
  }),
  route({
    method: 'GET',
    path: '/api/push/subscriptions',
    summary: 'Your devices that take notifications, oldest first',
    scope: 'admin',
    answer: listOf(PushDeviceView),
    run: ({ composition, caller }) => composition.useCases.pushDevices(caller),
  }),
  route({
    method: 'POST',
    path: '/api/push/subscriptions',
    summary: 'This browser takes notifications from now on, or is reached elsewhere than before',
    status: 201,
    scope: 'admin',
    body: CreatePushDevice,
    answer: PushDeviceView,
    run: async ({ composition, caller, request }, { body }) => {
      const origin = request.headers.get('origin');
      if (origin === null) return err(failure('step-up-needs-person'));
      return composition.useCases.addPushDevice(caller, { ...body, origin });
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/push/subscriptions/:id',
    summary:
      'Its name, what its locked screen shows, and up to which amount a notification may approve (needs a step-up on LIVE)',
    scope: 'admin',
    body: UpdatePushDevice,
    answer: PushDeviceView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.updatePushDevice(caller, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/push/subscriptions/:id',
    summary: 'Nothing is sent to this device any more',
    scope: 'admin',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.removePushDevice(caller, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/push/subscriptions/:id/test',
    summary: 'A test line to this device, and what its push service said of it',
    scope: 'admin',
    answer: PushTestView,
    run: ({ composition, caller }, { params }) => composition.useCases.testPushDevice(caller, params.id),
  }),
];
