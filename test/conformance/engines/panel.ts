import type { ApiServer } from './apiserver';
import { startCorefile } from './corefile';
import { nameOf, type KubernetesObject } from './engine';
import { startIstio, type AnalysisMessage } from './istio';
import { startObjects, type CrdSet } from './objects';
import { startPromtool } from './promtool';

/** Something that an engine has against an object of a set. */
export interface Complaint {
  readonly engine: string;
  readonly object: string;
  readonly message: string;
}

/** An analyzer message that a correct set produces all the same. */
export interface ExpectedMessage {
  readonly code: string;
  readonly reason: string;
  /** Whether this message is the expected one; every message with the code unless given. */
  applies?(message: AnalysisMessage): boolean;
}

export interface PanelOptions {
  readonly purpose: string;
  readonly sets?: readonly CrdSet[];
  /** A running server is asked as well, and its warnings are complaints. */
  readonly server?: ApiServer;
  readonly expected?: readonly ExpectedMessage[];
}

/** All validating engines at once, each asked about the part of a set that is its business. */
export interface Panel {
  /** Errors and warnings of every engine; empty for a set that nobody has anything against. */
  complaints(objects: readonly KubernetesObject[], meshConfig?: string): Promise<readonly Complaint[]>;
  stop(): Promise<void>;
}

export function startPanel(options: PanelOptions): Panel {
  const { purpose, sets, server, expected = [] } = options;
  const [objects, istio, corefile, promtool] = [startObjects(purpose), startIstio(purpose), startCorefile(purpose), startPromtool(purpose)];

  const validation = async (set: readonly KubernetesObject[]): Promise<readonly Complaint[]> => (await objects.ask({ objects: set, ...(sets === undefined ? {} : { sets }) }))
    .flatMap((verdict, i) => complain('objects', set[i], verdict.known ? [...verdict.errors, ...verdict.warnings] : ['the kind is not known']));
  const creation = async (set: readonly KubernetesObject[]): Promise<readonly Complaint[]> => (await server?.dryRun(set) ?? [])
    .flatMap((answer, i) => complain('apiserver', set[i], [...(answer.accepted ? [] : [`${answer.code} ${answer.message}`]), ...answer.warnings]));
  const admission = async (set: readonly KubernetesObject[]): Promise<readonly Complaint[]> => (await istio.admit(set))
    .flatMap((verdict, i) => complain('istio admission', set[i], [...verdict.errors, ...verdict.warnings]));
  const analysis = async (set: readonly KubernetesObject[], meshConfig: string | undefined): Promise<readonly Complaint[]> => (await istio.analyze({ objects: set, ...(meshConfig === undefined ? {} : { meshConfig }) }))
    .filter(message => !expected.some(one => one.code === message.code && (one.applies?.(message) ?? true)))
    .map(message => ({ engine: 'istio analysis', object: message.object, message: `${message.level} ${message.code}: ${message.text}` }));
  const corefiles = async (object: KubernetesObject): Promise<readonly Complaint[]> => {
    const data = object['data'] as Readonly<Record<string, unknown>> | undefined;
    if (object['kind'] !== 'ConfigMap' || typeof data?.['Corefile'] !== 'string') return [];
    const { accepted, message } = await corefile.ask(data['Corefile']);
    return complain('corefile', object, accepted ? [] : [message ?? 'refused']);
  };
  const rules = async (object: KubernetesObject): Promise<readonly Complaint[]> => {
    if (object['kind'] !== 'PrometheusRule') return [];
    const { accepted, message } = await promtool.ask({ rules: object['spec'] as KubernetesObject });
    return complain('promtool', object, accepted ? [] : [message]);
  };
  return {
    complaints: async (set, meshConfig) => (await Promise.all([validation(set), creation(set), admission(set), analysis(set, meshConfig), ...set.map(corefiles), ...set.map(rules)])).flat(),
    stop: async () => { await Promise.all([objects.stop(), istio.stop(), corefile.stop(), promtool.stop()]); },
  };
}

function complain(engine: string, object: KubernetesObject | undefined, messages: readonly string[]): readonly Complaint[] {
  return messages.map(message => ({ engine, object: nameOf(object ?? {}), message }));
}
