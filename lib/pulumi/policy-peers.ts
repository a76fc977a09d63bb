import { requirePeers } from './missing-peers';

requirePeers('sealane/pulumi/policy', ['@pulumi/policy']);

export {};
