import type { NamespaceSubject } from '../intents/subjects';
import { labelKeyProblem, labelValueProblem, type Labels } from '../model/labels';
import { dnsLabelProblem } from '../model/names';
import { UsageError } from '../model/usage-error';

/** How a namespace is declared. */
export interface NamespaceOptions {
  /** Write the Namespace. @default false - it exists, and only its name is used */
  readonly create?: boolean;
  /** Labels of the Namespace when it is written. @default - none but what patterns need */
  readonly labels?: Labels;
  /** `true`: an existing namespace is in the mesh already. `false`: it stays out, also of a mesh-wide pattern. @default - nobody says */
  readonly enrolled?: boolean;
}

/**
 * A namespace of the cluster. Minted by `net.namespace`.
 *
 * @example const shop = net.namespace('shop', { create: true });
 */
export class Namespace implements NamespaceSubject {
  readonly created: boolean;
  readonly enrolled: boolean | undefined;
  readonly labels: Labels;

  /** @internal */
  constructor(
    readonly name: string,
    { create = false, labels = {}, enrolled }: NamespaceOptions,
  ) {
    const problem = dnsLabelProblem(name);
    if (problem !== undefined) throw new UsageError({ what: `namespace name "${name}" ${problem}`, fix: 'use a DNS label such as "shop"' });
    for (const [key, value] of Object.entries(labels)) {
      const wrong = labelKeyProblem(key) ?? labelValueProblem(value);
      if (wrong !== undefined) throw new UsageError({ what: `namespace ${name}: ${wrong}`, fix: 'correct the label' });
    }
    if (!create && Object.keys(labels).length > 0) {
      throw new UsageError({ what: `namespace ${name} is not written here, so its labels would be lost`, fix: 'set create: true, or leave labels out' });
    }
    this.created = create;
    this.enrolled = enrolled;
    this.labels = labels;
  }
}

/** Stands for a namespace that objects use and nobody declared. */
export function undeclared(name: string): NamespaceSubject {
  return { name, created: false, enrolled: undefined, labels: {} };
}
