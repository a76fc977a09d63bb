import { openCluster } from './cluster';
import { apiEverywhere } from './network/api';
import { bypassCache } from './network/cache';
import { certificates } from './network/certificates';
import { close } from './network/closed';
import { clusterDns } from './network/dns';
import { entrance } from './network/entrance';
import { guard } from './network/guard';
import { monitoring } from './network/monitoring';
import { packetNodes } from './network/packets';
import { payments } from './network/payments';
import { reviewsCanary } from './network/reviews';
import { workerEverywhere } from './network/worker';
import { writeNodeConfig } from './node-config';
import { eu, us } from './platforms';
import { backOffice, workerElsewhere } from './workloads/back-office';
import { packetWorkloads } from './workloads/packets';
import { shopWorkloads } from './workloads/shop';

// One program, two clusters: an App for each, because an App is a cluster. What the clusters run is in platforms.ts, what the shop consists of in
// workloads/, and a file for each concern in network/.
for (const platform of [eu, us]) {
  const cluster = openCluster(platform);
  const shop = shopWorkloads(cluster);
  // The database, what writes to it, and the devices' packets are in eu; us sees the worker only.
  const office = platform.cluster === 'eu' ? backOffice(cluster) : undefined;
  const packets = platform.cluster === 'eu' ? packetWorkloads(cluster) : undefined;
  const workerService = office?.workerService ?? workerElsewhere(cluster);

  const gateway = entrance(cluster, shop);
  certificates(cluster);
  reviewsCanary(cluster, shop, gateway);
  apiEverywhere(cluster, shop);
  workerEverywhere(cluster, workerService);
  bypassCache(cluster, shop);
  payments(cluster, shop);
  guard(cluster);
  monitoring(cluster, shop);

  // Who calls whom. What gateways, the bypass and the payments need is declared where they are.
  close(cluster, [
    shop.web.calls(shop.reviewsService.port('http')),
    shop.web.calls(shop.apiService.port('http')),
    shop.reviewsV1.calls(shop.apiService.port('http')),
    shop.reviewsV2.calls(shop.apiService.port('http')),
    shop.api.calls(workerService.port('http')),
    ...(office === undefined
      ? []
      : [
          office.worker.calls(office.databaseService.port('tcp-pg')),
          office.migrate.calls(office.databaseService.port('tcp-pg')),
          // Replication: its pods are callers of each other.
          office.database.calls(office.databaseService.port('tcp-pg')),
        ]),
    ...(packets === undefined ? [] : [packets.edgeProxy.calls(packets.packetsService.port('udp-packets')), packets.packets.calls(shop.apiService.port('http'))]),
  ]);

  writeNodeConfig(platform.cluster, { ...(packets === undefined ? {} : packetNodes(cluster, packets)), ...clusterDns(cluster) });
  cluster.app.synth();
}
