import { withPlugin } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { servicesOf } from '../../dns/addresses';
import { describe, fieldAt } from '../../model/object';
import { serverRule } from '../corefile';

/** A server that anybody can ask for ANY, in the name of somebody else. */
export const anyAmplified = serverRule('dns/any-amplified', 'info', [], (server, { workloads, image, reading }, view) => {
  if (image === 'node-cache' || usesIn(server, 'any').length + usesIn(server, 'acl').length > 0 || server.block.incomplete.has('*')) return [];
  const outside = servicesOf(view, workloads).find(({ effective }) => ['LoadBalancer', 'NodePort'].includes(String(fieldAt(effective, 'spec', 'type'))));
  if (outside === undefined) return [];
  return [{ at: server.at, message: `${describe(outside.reference)} lets anybody ask, and questions for ANY get long answers, also to addresses that did not ask`, help: 'add any, which answers them with little', edits: withPlugin(reading.text, server, 'any'), near: [{ object: outside, path: ['spec', 'type'] }] }];
});
