import { Output } from '@pulumi/pulumi';
import type { IResolver, ResolutionContext } from 'cdk8s';

const token = /^\$\{sealane-output-(\d+)\}$/;

/** Carries Outputs through a synth of cdk8s, which renders plain data only: each becomes a token, and afterwards itself again. */
export class Carrier implements IResolver {
  private readonly outputs: Output<unknown>[] = [];
  private readonly tokens = new Map<Output<unknown>, string>();

  resolve(context: ResolutionContext): void {
    const value: unknown = context.value;
    if (!Output.isInstance(value)) return;
    let written = this.tokens.get(value);
    if (written === undefined) this.tokens.set(value, (written = `\${sealane-output-${this.outputs.push(value) - 1}}`));
    context.replaceValue(written);
  }

  /** What was rendered, with the Outputs in their places. */
  restore<T>(rendered: T): T {
    return this.restored(rendered) as T;
  }

  private restored(value: unknown): unknown {
    if (typeof value === 'string') return this.outputs[Number(token.exec(value)?.[1] ?? -1)] ?? value;
    if (Array.isArray(value)) return value.map(item => this.restored(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.restored(item)]));
  }
}
