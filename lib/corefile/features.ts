import type { Version } from '../model/version';
import type { PluginName } from './plugin-name';
import { inImage, pluginOf } from './table';

/** The release that a plugin came with; absent: it is as old as CoreDNS. */
export function sinceOf(plugin: PluginName): Version | undefined {
  return pluginOf(plugin)?.since;
}

/** Whether a release has a plugin. */
export function knows(version: Version, plugin: PluginName): boolean {
  const known = pluginOf(plugin);
  return known !== undefined && inImage(known, 'coredns', version);
}
