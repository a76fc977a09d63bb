import { requirePeers } from './missing-peers';

requirePeers('sealane/pulumi', ['@pulumi/pulumi', '@pulumi/kubernetes']);

export {};
