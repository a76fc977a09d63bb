import { capabilities } from '../../lib/platform/capabilities';
import { istioSidecar, plainKubernetes } from '../../lib/platform/presets';
import { demand, judge } from '../../lib/platform/supported';
import { exact, impossible, lossy, unbuilt, type Verdict } from '../../lib/platform/verdict';
import { refusal } from '../support/misuse';

const accept = { rule: 'platform/canary-cookie', reason: 'clients keep cookies' };

test('what a system can say exactly is written without a word', () => {
  expect(() => judge(exact, 'canary', 'istio-sidecar', [])).not.toThrow();
});

test('what is not built yet is refused as that, not as impossible', () => {
  expect(refusal(() => judge(unbuilt, 'canary', 'linkerd', []))).toEqual({ what: 'canary is not built yet for linkerd', fix: 'see docs/systems.md for what is' });
});

test('what is impossible is refused with the reason, and the nearest alternative as the fix', () => {
  expect(refusal(() => judge(impossible('an HTTPRoute cannot inject faults; use a VirtualService'), 'canary.fault', 'x', []))).toEqual({ what: 'canary.fault: an HTTPRoute cannot inject faults', fix: 'use a VirtualService' });
  expect(refusal(() => judge(impossible('it cannot'), 'canary.fault', 'x', [])).fix).toBe('leave it out');
});

describe('what is lossy', () => {
  const verdict = lossy('cookie', 'the cookie is not refreshed');

  test('is refused until it is accepted, with the words that accept it', () => {
    expect(refusal(() => judge(verdict, 'canary.versionSticky', 'consul', []))).toEqual({
      what: 'canary.versionSticky is lossy on consul: the cookie is not refreshed',
      fix: "accept it with { rule: 'platform/canary-cookie', reason: '…' }",
    });
  });

  test('is written once it is accepted by its name and with a reason', () => {
    expect(() => judge(verdict, 'canary.versionSticky', 'consul', [accept])).not.toThrow();
    expect(refusal(() => judge(verdict, 'canary.versionSticky', 'consul', [{ ...accept, reason: ' ' }])).what).toContain('is lossy');
    expect(refusal(() => judge(verdict, 'canary.versionSticky', 'consul', [{ ...accept, rule: 'platform/canary-other' }])).what).toContain('is lossy');
  });

  test('cannot make possible what is not: an accept is for losses only', () => {
    expect(refusal(() => judge(impossible('no; never'), 'canary.versionSticky', 'consul', [accept])).what).toBe('canary.versionSticky: no');
  });
});

test('a platform is asked by its own column', () => {
  expect(() => demand(istioSidecar({ cluster: 'eu', routing: 'istio' }), 'canary.fault')).not.toThrow();
  expect(refusal(() => demand(istioSidecar({ cluster: 'eu', routing: 'gateway' }), 'canary.fault')).fix).toBe("use routing: 'istio'");
  expect(refusal(() => demand(istioSidecar({ cluster: 'eu', routing: 'gateway' }), 'canary.retries')).what).toContain('experimental channel');
  expect(() => demand(istioSidecar({ cluster: 'eu', routing: 'gateway', gatewayApi: { channel: 'experimental' } }), 'canary.retries')).not.toThrow();
  expect(refusal(() => demand(plainKubernetes({ cluster: 'eu' }), 'mutual-tls')).fix).toBe('use a mesh such as istioSidecar');
});

test('every verdict that is impossible ends with an alternative', () => {
  const verdicts = Object.values(capabilities).flatMap(row => Object.values<Verdict>({ ...row }));
  expect(verdicts.flatMap(verdict => (verdict.verdict === 'impossible' ? [verdict.reason] : [])).filter(reason => reason.split('; ').length !== 2)).toEqual([]);
});
