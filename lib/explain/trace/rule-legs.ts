import { isComplete } from '../../cluster/complete';
import type { World } from '../../cluster/cluster';
import { numberAt, textAt } from '../../mesh/fields';
import { hostFor, portOf, type Host } from '../../mesh/hosts';
import { serviceNameIn } from '../../mesh/named-destinations';
import { destinationPort, type Choice } from '../../mesh/route';
import type { RequestMatch } from '../../mesh/request-match';
import type { Destination, RouteAction, RouteRule } from '../../mesh/routes';
import { describe } from '../../model/object';
import { percent } from './formats/percent';
import { evidence, type Hop, type HopEvidence } from './hop';
import { openService } from './hops/service';
import { faults, numbered, numberOf, settingsOf } from './route-notes';
import type { Leg, Way, When } from './way';
import { matchText } from './words';

/** Rules that requests may take, in order. */
export interface TakenRules {
  readonly choices: readonly Choice[];
  /** All rules of the route, for what was considered. */
  readonly all: readonly RouteRule[];
  /** Where requests would go without the route: repairs of a rule lead there. */
  readonly itself: Leg['to'];
}

/** One leg for each destination of each rule that requests may take. */
export function choiceLegs(way: Way, taken: TakenRules): readonly Leg[] {
  return taken.choices.flatMap((choice, i) => {
    const when: When = choice.certainty === 'unknown' ? { kind: 'condition', rule: numberOf(choice.rule), text: choice.match === undefined ? numbered(choice.rule) : conditionText(choice.match) } : { kind: 'default', rule: numberOf(choice.rule) };
    const details = [...considered(taken, choice), ...settingsOf(choice.rule)];
    return legsOf(way, choice, taken.itself, askedBy(choice, i > 0)).map(({ hops: [first, ...rest], ...leg }) => ({ ...leg, when, hops: first === undefined ? [] : [{ ...first, ...(details.length === 0 ? {} : { details: [...(first.details ?? []), ...details] }) }, ...faults(choice.rule), ...rest] }));
  });
}

function askedBy({ match, certainty, rule }: Choice, behind: boolean): string {
  const text = match === undefined || rule.matches.length === 0 ? 'every request' : conditionText(match);
  return certainty === 'yes' && text === 'every request' && behind ? 'anything else' : text;
}

/** What is asked of the request itself: where it comes from, and the port, hold for the whole trace. */
function conditionText(match: RequestMatch): string {
  const { port: _, sourceNamespace: __, ...rest } = match;
  return matchText({ ...rest, sourceLabels: {} });
}

/** Every rule of the route, and why it is or is not the one. */
function considered({ choices, all }: TakenRules, own: Choice): NonNullable<Hop['details']> {
  if (all.length < 2) return [];
  const last = all.findIndex(rule => choices.some(choice => choice.rule === rule && choice.certainty === 'yes'));
  return all.flatMap((rule, i) => {
    if (rule === own.rule) return [];
    const choice = choices.find(each => each.rule === rule);
    const what = choice !== undefined ? (choice.certainty === 'yes' ? 'takes what no rule before it took' : 'takes requests that meet it') : last >= 0 && i > last ? 'is not reached' : 'does not take the request';
    const match = (choice?.match ?? rule.matches[0]);
    return [{ text: `${numbered(rule)}${match === undefined || rule.matches.length === 0 ? '' : ` (${rule.matches.map(matchText).join(', or ')})`} ${what}`, evidence: evidence(rule.object, 'routes', ...rule.path) }];
  });
}

type Unconditional = Omit<Leg, 'when'>;

function legsOf(way: Way, { rule }: Choice, itself: Leg['to'], asks: string): readonly Unconditional[] {
  const at = [evidence(rule.object, 'routes', ...rule.path), ...(rule.via === undefined ? [] : [evidence(rule.via.object, 'routes', ...rule.via.path)])];
  const name = `${describe(rule.object.reference)} ${numbered(rule)}, ${asks}`;
  const fails = (code: 'RT-BACKEND' | 'VS-WEIGHTS', text: string): Hop => ({ id: 'route', status: 'fail', code, text: `${name}: ${text}`, evidence: at });
  const { action } = rule;
  switch (action.kind) {
    case 'redirect':
    case 'respond':
      return [{ share: 1, to: undefined, hops: [{ id: 'route', status: 'ok', text: `${name}: ${answerOf(action)}`, evidence: [evidence(action.setting.object ?? rule.object, 'says', ...action.setting.path)] }] }];
    case 'broken':
      return [{ share: 1, to: itself, hops: [fails(action.reason.includes('weight') ? 'VS-WEIGHTS' : 'RT-BACKEND', action.reason)] }];
    case 'forward': {
      const taken = action.destinations.filter(({ share }) => share > 0);
      // Without any weight each is looked at as if it had some.
      if (taken.length === 0) return action.destinations.flatMap(destination => destinationLeg(way, { ...destination, share: 1 / action.destinations.length }, fails('VS-WEIGHTS', `its ${action.destinations.length} destinations have no weight`), at));
      const split = taken.map(destination => `${shortName(destination, taken)}${taken.length === 1 ? '' : ` ${percent(destination.share)}`}`).join(', ');
      return taken.flatMap(destination => destinationLeg(way, destination, { id: 'route', status: 'ok', text: `${name} -> ${split}`, evidence: at }, at));
    }
  }
}

function answerOf(action: Extract<RouteAction, { readonly kind: 'redirect' | 'respond' }>): string {
  const { value } = action.setting;
  if (action.kind === 'respond') return `the proxy answers ${numberAt(value, 'status') ?? 'by itself'}`;
  const to = [textAt(value, 'scheme'), textAt(value, 'authority') ?? textAt(value, 'hostname'), textAt(value, 'uri') ?? textAt(value, 'path', 'replaceFullPath') ?? textAt(value, 'path', 'replacePrefixMatch')].filter(part => part !== undefined);
  return `the proxy answers with a redirect ${numberAt(value, 'redirectCode') ?? numberAt(value, 'statusCode') ?? 301}${to.length === 0 ? '' : ` to ${to.join(' ')}`}`;
}

/** Subsets of one host by their name alone. */
function shortName({ host, subset, port }: Destination, all: readonly Destination[]): string {
  const one = all.every(other => other.host === host);
  const [service = 'nowhere'] = (host ?? 'nowhere').split('.svc.');
  const at = port === undefined || all.every(other => other.port === port) ? '' : `:${port}`;
  return subset !== undefined && one ? subset : `${service}${at}${subset === undefined ? '' : ` subset ${subset}`}`;
}

function destinationLeg(way: Way, destination: Destination, said: Hop, at: readonly HopEvidence[]): readonly Unconditional[] {
  const { world, sender: { client }, target } = way;
  const { share, subset, problem } = destination;
  const where = [evidence(destination.object, 'routes', ...destination.path), ...at.slice(1)];
  const broken = (text: string, to?: Leg['to']): readonly Unconditional[] => [{ share, to, hops: [...(said.status === 'ok' ? [] : [said]), { id: 'route', status: 'fail', code: 'RT-BACKEND', text, evidence: where, details: [{ text: said.text }] }] }];
  if (destination.host === undefined) return broken(problem ?? 'its backend cannot be resolved');
  const host = hostFor(world, destination.host, client.namespace);
  if (host === undefined) {
    const open = openHost(world, destination.host);
    return open === undefined ? broken(`there is no host ${destination.host} for the client`) : [{ share, to: undefined, hops: [{ id: 'route', status: 'unknown', text: `${said.text}; ${open.reason}`, evidence: where, missing: [open.missing] }] }];
  }
  const number = destinationPort(world, destination, client.namespace, target.port);
  const port = portOf(host, number);
  const named = subset === undefined ? {} : { subset };
  if (port !== undefined) return [{ share, to: { host, port, ...named }, hops: [said] }];
  const meant = host.ports.length === 1 ? host.ports[0] : host.ports.find(({ targetPort }) => targetPort === number);
  return broken(noPort(host, destination, number), meant === undefined ? undefined : { host, port: meant, ...named });
}

function noPort({ name, ports }: Host, { port }: Destination, number: number): string {
  const target = ports.find(({ targetPort }) => targetPort === number);
  return `${name} has no port ${number}${port === undefined ? ', and the destination names none' : ''}: its ports are ${ports.map(each => String(each.number)).join(', ')}${target === undefined ? '' : `, and ${number} is the port of its pods`}`;
}

/** Where the input does not show whether a host is there. */
function openHost(world: World, host: string): ReturnType<typeof openService> {
  const service = serviceNameIn(world, host);
  if (service !== undefined) return openService(world, service);
  if (isComplete(world.facts, undefined) || world.cluster.of('networking.istio.io', 'ServiceEntry').length > 0) return undefined;
  return { reason: `whether a ServiceEntry has ${host} is not in the input`, missing: 'ServiceEntry' };
}
