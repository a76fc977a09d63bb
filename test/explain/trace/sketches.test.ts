import { applied } from '../../../lib/explain/trace/fix';
import type { HopId, TracedHop } from '../../../lib/explain/trace/hop';
import type { Trace } from '../../../lib/explain/trace/trace';
import { worldOfAll } from './pages';
import { given, traced } from './sketches';

const hopsOf = ({ branches }: Trace, id: HopId): readonly TracedHop[] => branches.flatMap(({ hops }) => hops.filter(hop => hop.id === id));

describe('a canary split that works', () => {
  const found = traced(given('canary'));

  test('says where requests go, and with which header', () => {
    expect(found.verdict).toBe('works');
    expect(found.branches.filter(({ when }) => when.kind === 'default').map(({ share, arrives }) => [arrives, share])).toEqual([['reviews-v1', 0.9], ['reviews-v2', 0.1]]);
    expect(found.branches.flatMap(({ when, share, arrives }) => (when.kind === 'condition' ? [[when.text, arrives, share]] : []))).toEqual([[expect.stringMatching(/canary.*"true"/), 'reviews-v2', 1]]);
  });

  test('passes every hop but the one that nobody can decide, and policies and mutual TLS say by what', () => {
    expect([...new Set(found.branches.flatMap(({ hops }) => hops.filter(({ status }) => status === 'fail' || status === 'warn' || status === 'unknown').map(({ id }) => id)))]).toEqual(['app']);
    expect(hopsOf(found, 'egress').map(({ text }) => text)).toContainEqual(expect.stringContaining('admitted by web-to-reviews spec.egress[0]'));
    expect(hopsOf(found, 'ingress').map(({ text }) => text)).toContainEqual(expect.stringContaining('admitted by reviews-from-web spec.ingress[0]'));
    expect(hopsOf(found, 'mtls').map(({ text }) => text)).toContainEqual(expect.stringMatching(/mutual TLS.*STRICT/));
    expect(hopsOf(found, 'source')[0]?.text).toMatch(/2 pods, service account web, sidecar/);
  });
});

describe('a client that may not ask DNS', () => {
  const shown = given('no-dns');
  const found = traced(shown);

  test('fails at the name, with what is seen, and everything behind it passes', () => {
    expect(found).toMatchObject({ verdict: 'fails', symptom: 'no-dns', firstFailure: { hop: 'dns', code: 'DNS-EGRESS' }, furtherFailures: 0 });
    expect(found.summary).toContain('Temporary failure in name resolution');
    expect(hopsOf(found, 'egress').every(({ status, hypothetical }) => status === 'ok' && hypothetical)).toBe(true);
  });

  test('names each policy that selects the client, and what it admits', () => {
    const details = hopsOf(found, 'dns').flatMap(hop => hop.details ?? []).map(({ text }) => text);
    expect(details).toEqual(expect.arrayContaining([expect.stringMatching(/default-deny selects .*admits nothing/), expect.stringMatching(/web-to-reviews selects .*admits/)]));
  });

  test('the repair makes it work', () => {
    const [fix] = hopsOf(found, 'dns').flatMap(hop => hop.fixes ?? []);
    expect(traced({ world: worldOfAll(applied(shown.objects, fix ?? { changes: [] })) }).verdict).toBe('works');
  });
});

describe('a port that bypasses its proxy under STRICT', () => {
  const found = traced(given('bypass'));

  test('fails at mutual TLS, and everything before passes', () => {
    expect(found).toMatchObject({ verdict: 'partly', firstFailure: { hop: 'mtls', code: 'MTLS-TO-PLAINTEXT' } });
    expect(found.summary).toContain('malformed HTTP request');
  });

  test('warns of the annotation of the pods, and of the one on the Service that nobody reads', () => {
    expect([...new Set(hopsOf(found, 'capture').flatMap(({ code }) => code ?? []))].sort()).toEqual(['CAP-EXCLUDED', 'CAP-MISPLACED']);
  });

  test('says that authorization is not evaluated there, and what guards the port', () => {
    expect(hopsOf(found, 'authz').map(({ status, text }) => `${status} ${text}`)).toEqual(expect.arrayContaining([expect.stringMatching(/^(skipped|ok) /)]));
    expect(found.risks.map(({ text }) => text)).toContainEqual(expect.stringMatching(/no NetworkPolicy selects/));
  });

  test('either takes the port back, or declares it and names who may open it', () => {
    const fixes = hopsOf(found, 'mtls').flatMap(hop => hop.fixes ?? []);
    expect(fixes.map(({ changes }) => changes.map(({ object }) => object['kind']))).toEqual([['Deployment'], ['PeerAuthentication', 'NetworkPolicy']]);
  });
});
