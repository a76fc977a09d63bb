import * as pulumi from '@pulumi/pulumi';
import type { Manifest } from '../../lib/model/object';

/** A resource that a program registered. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Absent of components. */
  readonly custom: boolean;
}

/** The key that marks a secret among inputs. */
const secretKey = '4dabf18193072939515e22adb298388d';

/** Pulumi without an engine: what a program registers is listed, in order. */
export async function mocked({ preview = false }: { readonly preview?: boolean } = {}): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom = false }) => {
        registered.push({ type, name, inputs: inputs as Record<string, unknown>, custom });
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
      call: () => ({}),
    },
    'shop',
    'test',
    preview,
  );
  return registered;
}

/** Waits until resources have reached the mocks; gives the first failure, if there is one. */
export async function reached(resources: Iterable<pulumi.Resource>): Promise<Error | undefined> {
  const failures: Error[] = [];
  // The SDK rejects the promise that stands behind an Output; `apply` alone would wait for ever.
  const urn = (resource: pulumi.Resource): Promise<unknown> => (resource.urn as unknown as { promise(): Promise<unknown> }).promise();
  await Promise.all([...resources].map(resource => urn(resource).catch((error: unknown) => failures.push(error as Error))));
  return failures[0];
}

/** What an Output comes to. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

/** An Output that a preview does not know. */
export function unknownOutput<T>(): pulumi.Output<T> {
  type Make = new (resources: ReadonlySet<pulumi.Resource>, value: Promise<unknown>, known: Promise<boolean>, secret: Promise<boolean>, all: Promise<ReadonlySet<pulumi.Resource>>) => pulumi.Output<T>;
  return new (pulumi.Output as unknown as Make)(new Set(), Promise.resolve(undefined), Promise.resolve(false), Promise.resolve(false), Promise.resolve(new Set()));
}

/** Objects of the resources that are Kubernetes' own, with secrets opened. */
export function manifestsOf(registered: readonly Registered[]): readonly Manifest[] {
  return registered.filter(({ custom, type }) => custom && type.startsWith('kubernetes:')).map(({ inputs }) => opened(JSON.parse(JSON.stringify(inputs))) as Manifest);
}

/** Whether something among the inputs is marked as a secret. */
export function hasSecret({ inputs }: Registered): boolean {
  return JSON.stringify(inputs).includes(secretKey);
}

function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  if (secretKey in value) return opened((value as Readonly<Record<string, unknown>>)['value']);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)]));
}
