/** Acme's policies, for `new PolicyPack('acme', { policies: acmePolicies() })`. */
import type { StackValidationPolicy } from '@pulumi/policy';
import { sealanePolicies } from 'sealane/pulumi/policy';
import { acme } from './platform';
import { acmeRules } from './rules';

/** Every rule, over whatever a stack writes; an image without a fixed tag stops it. The provider is called as its cluster. */
export function acmePolicies(): StackValidationPolicy[] {
  return sealanePolicies({ platform: provider => acme(provider), rules: acmeRules, enforcement: { 'acme/image-pinned': 'mandatory' } });
}
