import * as fc from 'fast-check';
import { checkCorefile } from '../../../lib/corefile/check';
import { formatCorefile } from '../../../lib/corefile/format';
import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { wholeDns } from '../../support/option-sets/cluster-dns';
import { shop } from '../../support/shop';

test('whatever is written, CoreDNS of that release takes it, and it is formatted already', () => {
  fc.assert(fc.property(wholeDns, fc.constantFrom<`${number}.${number}.${number}`>('1.12.2', '1.14.2', '1.15.0'), (options, version) => {
    const { net } = shop(plainKubernetes({ cluster: 'judged', dns: { version }, gatewayApi: { className: 'example' } }));
    const { corefile = '' } = clusterDns<Platform>({ network: net, ...options });
    expect(checkCorefile(corefile, { version })).toEqual([]);
    expect(formatCorefile(corefile)).toBe(corefile);
  }), { numRuns: 100 });
});
