import { canonical } from '../../../lib/model/json';
import type { Platform } from '../../../lib/platform/platform';
import type { ApiServer } from '../engines/apiserver';
import { nameOf, type KubernetesObject } from '../engines/engine';
import type { Istio } from '../engines/istio';
import { surroundings } from './surroundings';

/** Messages that correct output produces all the same, each with the reason. Nothing else may be said. */
export const explained: readonly { readonly code: string; readonly text: RegExp; readonly because: string }[] = [
  {
    code: 'IST0102',
    text: /not enabled for Istio injection/,
    because: 'a namespace that no pattern enrols is outside the mesh on purpose; Namespaces are not written with "disabled" for it',
  },
  {
    code: 'IST0101',
    text: /^Referenced credentialName not found: "shop-tls"$/,
    because: 'the Secret of a listener is issued on the cluster, not written here',
  },
  {
    code: 'IST0134',
    text: /^ServiceEntry addresses are required for this protocol\.$/,
    because: 'a database by name is refused until somebody accepts it; whether proxies answer DNS, which gives it an address, is no part of the set',
  },
  {
    code: 'IST0129',
    text: /no caCertificates are set/,
    because: 'the authorities are in the Secret that the rule names, which the proxies of the egress gateway read; without a Secret caCertificates is always written',
  },
  {
    code: 'IST0174',
    text: /^The host \*\.\S+ defined in the DestinationRule/,
    because: 'the analyzer compares names literally; a proxy matches the wildcard of a rule for a whole domain',
  },
  {
    code: 'IST0174',
    text: /^The host ratings\.shop\.svc\.cluster\.local defined in the DestinationRule/,
    because: 'the Service is written in no cluster but the one that has its pods, and files of that one are not in the set',
  },
  {
    code: 'IST0134',
    text: /^ServiceEntry addresses are required for this protocol\.$/,
    because: 'istiod gives every alias an address of its own, which the analyzer only sees in the status of a live object',
  },
];

/** Judges sets of objects; one that was accepted before is not asked about again. */
export class Judges {
  private readonly accepted = new Set<string>();
  readonly counts = { sets: 0, objects: 0, distinct: 0 };

  constructor(
    private readonly server: ApiServer,
    private readonly istio: Istio,
  ) {}

  /** What the engines have against a set, one line each; empty when all are content. */
  async judge(objects: readonly KubernetesObject[], platform: Platform): Promise<readonly string[]> {
    const unknown = objects.filter(object => !this.accepted.has(canonical(object)));
    this.counts.sets++;
    this.counts.objects += objects.length;
    this.counts.distinct += unknown.length;
    const answers = await this.server.dryRun(unknown);
    const api = answers.flatMap((answer, i) =>
      answer.accepted && answer.warnings.length === 0 ? [] : [`API server on ${nameOf(unknown[i] ?? {})}: ${answer.code} ${answer.message} ${answer.warnings.join('; ')}`],
    );
    const verdicts = await this.istio.admit(unknown);
    const admission = verdicts.flatMap((verdict, i) => [...verdict.errors, ...verdict.warnings].map(text => `istiod on ${nameOf(unknown[i] ?? {})}: ${text}`));
    if (api.length === 0 && admission.length === 0) for (const object of unknown) this.accepted.add(canonical(object));
    return [...api, ...admission, ...(await this.analysis(objects, platform))];
  }

  private async analysis(objects: readonly KubernetesObject[], platform: Platform): Promise<readonly string[]> {
    if (platform.mesh !== 'istio') return [];
    const own = new Set(objects.map(nameOf));
    const messages = await this.istio.analyze({ objects: [...objects, ...surroundings(platform).filter(object => !own.has(nameOf(object)))] });
    return messages.filter(({ code, text }) => !explained.some(known => known.code === code && known.text.test(text))).map(({ code, level, object, text }) => `analyzer ${code} ${level} on ${object}: ${text}`);
  }
}
