import { paths } from '../paths.ts';
import { ui } from '../state/ui.svelte.ts';
import type { IconName } from '../ui/icons.ts';
import type { Entry } from './entries.ts';

/** Every room that stands by itself, by its own name. */
export function roomEntries(): Entry[] {
  const { tabs, more, nods, riskPage, limits, people, connections, research, notifications, goingLive, security } =
    ui.w;
  const rooms: readonly (readonly [string, IconName, string, string?])[] = [
    [paths.home, 'home', tabs.home],
    [paths.decide, 'decide', tabs.decide],
    [paths.markets, 'markets', tabs.markets],
    [paths.portfolio, 'portfolio', tabs.portfolio],
    [paths.bots, 'bot', more.bots, more.botsLine],
    [paths.newBot, 'plus', ui.w.bots.make],
    [paths.orders, 'orders', more.orders, more.ordersLine],
    [paths.ledger, 'ledger', more.ledger, more.ledgerLine],
    [paths.record, 'decide', nods.title, nods.line],
    [paths.risk, 'health', riskPage.title, riskPage.line],
    [paths.limits, 'shield', limits.title, limits.line],
    [paths.alerts, 'bell', notifications.alerts, notifications.alertsLine],
    [paths.signals, 'markets', ui.catalogue.signals.title],
    [paths.screens, 'search', ui.w.screens.title],
    [paths.watchlists, 'events', ui.w.watchlists.title],
    [paths.research, 'search', research.title, research.line],
    [paths.events, 'events', more.events, more.eventsLine],
    [paths.jobs, 'jobs', more.jobs, more.jobsLine],
    [paths.health, 'health', more.health, more.healthLine],
    [paths.connections, 'globe', connections.title, connections.line],
    [paths.goingLive, 'send', goingLive.title, goingLive.line],
    [paths.people, 'people', people.title, people.line],
    [paths.security, 'shield', security.title, security.line],
    [paths.access, 'key', people.access.title, people.access.line],
    [paths.settings, 'settings', more.settings, more.settingsLine],
    [paths.away, 'clock', ui.catalogue.absence.away.title],
    [paths.more, 'more', more.title],
  ];
  return rooms.map(([href, icon, name, line]) => ({
    id: `room-${href.replaceAll('/', '-')}`,
    group: 'rooms',
    icon,
    name,
    line: line ?? null,
    also: '',
    go: { href },
  }));
}
