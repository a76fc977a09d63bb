import * as pulumi from '@pulumi/pulumi';

/** What other stacks made, and what nobody may read. */
export interface Infrastructure {
  /** Address of the database: known once it exists. */
  readonly databaseAddress: pulumi.Output<string>;
  readonly databasePassword: pulumi.Output<string>;
  /** Address of the bank that payments go to. */
  readonly bankAddress: pulumi.Output<string>;
  /** Name of the Secret with the certificate of the shop. */
  readonly certificateSecret: pulumi.Output<string>;
}

export function infrastructure(): Infrastructure {
  const config = new pulumi.Config('shop');
  const outputs = new pulumi.StackReference(config.require('infrastructure'));
  const text = (name: string): pulumi.Output<string> => outputs.requireOutput(name).apply(String);
  return {
    databaseAddress: text('databaseAddress'),
    databasePassword: config.requireSecret('databasePassword'),
    bankAddress: text('bankAddress'),
    certificateSecret: text('certificateSecret'),
  };
}
