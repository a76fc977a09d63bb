import { requirePeers } from './missing-peers';

requirePeers('sealane/pulumi/cdk8s', ['@pulumi/pulumi', '@pulumi/kubernetes', 'cdk8s', 'constructs']);

export {};
