import type { OwnRule } from 'sealane';

const pages = 'https://platform.acme.example/rules';
export const ownerLabel = 'acme.example/owner';

/** Whoever is on call has to know whom to wake. */
const ownerNamed: OwnRule = {
  id: 'acme/owner-named',
  severity: 'error',
  url: `${pages}/owner-named`,
  check: ({ cluster }) =>
    cluster.workloads
      .filter(({ labels }) => labels[ownerLabel] === undefined)
      .map(({ object, templatePath }) => ({ object, path: [...templatePath, 'metadata', 'labels'], message: `its pods have no label ${ownerLabel}`, help: `label them ${ownerLabel} with the name of a team` })),
};

/** A tag that moves is another image tomorrow. */
const imagePinned: OwnRule = {
  id: 'acme/image-pinned',
  severity: 'warning',
  url: `${pages}/image-pinned`,
  check: ({ cluster }) =>
    cluster.workloads.flatMap(({ object, spec, templatePath }) => {
      const containers = (Array.isArray(spec['containers']) ? spec['containers'] : []) as readonly { readonly image?: unknown }[];
      return containers.flatMap(({ image }, i) =>
        typeof image === 'string' && (image.endsWith(':latest') || !/[:@][^/]+$/.test(image))
          ? [{ object, path: [...templatePath, 'spec', 'containers', i, 'image'], message: `image "${image}" has no fixed tag`, help: 'name a release or a digest' }]
          : [],
      );
    }),
};

/** The rules of Acme: for a Network, and for a policy pack. */
export const acmeRules: readonly OwnRule[] = [ownerNamed, imagePinned];
