import type { World } from '../../cluster/cluster';
import { covers } from '../../mesh/match-cover';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { catchesAll, appliesAt, type RequestMatch } from '../../mesh/request-match';
import { effectiveRoute, claimedHosts, type Choice } from '../../mesh/route';
import { wildcardsOver } from '../../mesh/host-name';
import type { Client } from '../../mesh/client';
import type { AreaReader, Ground, Part, Statement } from './change';
import { clientClasses, hostNames, shortHost } from './clients';
import { gatewayAnswers, gatewayConnectionAnswers } from './gateway-answers';
import { readsFor } from './kinds';
import { order } from './rule-order';
import { actionParts, matchesOf } from './route-words';
import { scopeStatements } from './sidecar-scopes';

/** A rule with the conditions under which it is asked at one proxy. */
export interface AskedRule {
  readonly choice: Choice;
  readonly matches: readonly RequestMatch[];
}

/** A statement about a rule, which its neighbours can be compared with. */
export interface RuleStatement extends Statement {
  readonly matches: readonly RequestMatch[];
}

/** Rules in the order in which they are asked. One that others before it leave nothing is not among them. */
export function askedRules(choices: readonly Choice[], applies: (match: RequestMatch) => boolean): readonly AskedRule[] {
  const found: AskedRule[] = [];
  for (const choice of choices) {
    const matches = choice.rule.matches.filter(applies);
    const before = found.flatMap(asked => (asked.matches.length === 0 ? [everything] : asked.matches));
    if (before.some(outer => outer === everything) || (matches.length > 0 && matches.every(inner => before.some(outer => outer !== everything && covers(outer, inner))))) continue;
    found.push({ choice, matches: matches.some(catchesAll) ? [] : matches });
  }
  return found;
}

const everything = {} as RequestMatch;

/** Statements about the rules of one route: each by its conditions. */
export function ruleStatements(world: World, client: Client, rules: readonly AskedRule[], within: string, subject: string, who: Statement['who']): readonly RuleStatement[] {
  const seen = new Map<string, number>();
  return rules.map(({ choice: { rule }, matches }, i): RuleStatement => {
    const [key, title] = [matchesOf(matches, ''), matchesOf(matches, i === 0 ? 'all of them' : 'all others')];
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const { parts, grounds } = actionParts(world, client, rule);
    return {
      key: `${within}\n${key}\n${nth}`, within, subject: `${subject}${title.startsWith('all') ? ',' : ''} ${title}${nth === 1 ? '' : ` (${nth})`}`, ...(who === undefined ? {} : { who }), parts, matches,
      grounds: [{ object: rule.object, path: rule.path }, ...(rule.via === undefined ? [] : [rule.via]), ...grounds],
    };
  });
}

/** Where sidecars send requests, host by host, and where gateways do. */
export const routes: AreaReader = {
  area: 'routes',
  reads: readsFor('routes'),
  statements: (world, both) => [...ofMesh(world, both), ...ofGateways(world), ...ofGatewayConnections(world), ...scopeStatements(world, both)],
  beside: order,
};

function ofMesh(world: World, both: readonly World[]): readonly Statement[] {
  const speaking = both.map(claimedHosts);
  return [...hostNames(world)].filter(([name]) => speaking.some(claims => claims.has(name) || [...wildcardsOver(claims, name)].length > 0)).flatMap(([name, host]) => {
    const classes = clientClasses(both, name);
    const ports = host?.ports.map(({ number }) => number) ?? [80];
    return ports.flatMap(port => classes.flatMap(({ name: title, client }): readonly Statement[] => {
      const route = effectiveRoute(world, { from: client, host: name, port });
      const key = `mesh ${shortHost(world, name)}:${port} ${title}`;
      const subject = `requests to ${shortHost(world, name)}:${port}`;
      const who = { name: title, of: classes.length };
      const at = { client, gateway: 'mesh', port };
      const rules = askedRules(route.rules, match => appliesAt(match, at));
      const grounds: readonly Ground[] = [route.set, ...route.ignored].flatMap(set => (set === undefined ? [] : [{ object: set.object, path: ['spec'] }]));
      const parts: readonly Part[] = [
        ...(route.by === 'rules' ? [] : [{ name: '', value: route.by === 'default' ? 'they go to the host itself' : 'these clients do not know the host' }]),
        ...(route.by === 'rules' && route.matched !== 'yes' ? [{ name: 'what no rule takes', value: 'is answered with 404' }] : []),
        ...(route.orderKnown ? [] : [{ name: 'which route is read', value: 'is not known: several speak for the host, and the oldest is read' }]),
      ];
      return [{ key, subject, who, parts, grounds, verbs: { lost: 'no route speaks for them any more', gained: 'a route speaks for them now' }, holds: route.by === 'rules' || rules.length > 0 ? 'yes' : 'no' }, ...ruleStatements(world, client, rules, key, subject, who)];
    }));
  });
}

function ofGateways(world: World): readonly Statement[] {
  return gatewayAnswers(world).flatMap(({ gateway, name, host, port, client, route }) => {
    const subject = `requests to ${host}:${port} at gateway ${name}`;
    const key = `gateway ${name} ${host}:${port}`;
    const rules = askedRules(route.rules, match => appliesAt(match, { client, gateway: name, port }));
    // Coming and going is an entrance's: see exposure.
    return [{ key, subject, parts: [], grounds: [{ object: gateway, path: ['spec'] }], onlyInBoth: true }, ...ruleStatements(world, client, rules, key, subject, undefined).map(statement => ({ ...statement, onlyInBoth: true }))];
  });
}

function ofGatewayConnections(world: World): readonly Statement[] {
  return gatewayConnectionAnswers(world).flatMap(({ gateway, name, host, port, client, connection: { tls, rules } }) => {
    const subject = host === undefined ? `connections to port ${port} of gateway ${name}` : `TLS connections for ${host}:${port} at gateway ${name}`;
    const key = `gateway connections ${name} ${host ?? ''}:${port}`;
    const rivals = rules.map(({ rule }) => describe(rule.object.reference));
    const parts: readonly Part[] = [
      ...(host === undefined ? [] : [{ name: 'TLS', value: tls }]),
      ...(rules.length < 2 ? [] : [{ name: 'which route has them', value: `is not known: of ${list(rivals)} the oldest` }]),
    ];
    return [{ key, subject, parts, grounds: [{ object: gateway, path: ['spec'] }], onlyInBoth: true }, ...ruleStatements(world, client, askedRules(rules, () => true), key, subject, undefined).map(statement => ({ ...statement, onlyInBoth: true }))];
  });
}
