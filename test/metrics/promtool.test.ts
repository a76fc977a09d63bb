import { monitoringConfig } from '../../lib/metrics/config';
import { ruleGroups } from '../../lib/metrics/groups';
import { unitTests } from '../../lib/metrics/promtool';
import type { Component } from '../../lib/metrics/metric';

const installed = new Map<Component, undefined>([['prometheus', undefined], ['coredns', undefined]]);
const tested = (options: Parameters<typeof monitoringConfig>[1]): ReadonlySet<string> => {
  const config = monitoringConfig(installed, options);
  return new Set(unitTests(ruleGroups(config), config, ['rules.yaml']).tests.map(({ alert_rule_test: [first] }) => first?.alertname ?? ''));
};

test('every alert is tested, unless its bound is not the one that its proof is made for', () => {
  const all = tested({});
  const less = tested({ thresholds: { dnsErrors: { warning: 0.125, critical: 0.25 } } });
  expect([...all].filter(name => !less.has(name))).toEqual(['CoreDNSErrorsHigh', 'CoreDNSForwardErrorsHigh', 'CoreDNSRefusals']);
  expect([...less].filter(name => !all.has(name))).toEqual([]);
});

test('the value of label severity is the one that the rules have', () => {
  const config = monitoringConfig(installed, { severities: { critical: 'page', warning: 'warning', info: 'info' } });
  const expected = unitTests(ruleGroups(config), config, ['rules.yaml']).tests.flatMap(({ alert_rule_test }) => alert_rule_test.flatMap(({ exp_alerts }) => exp_alerts.map(({ exp_labels }) => exp_labels['severity'])));
  expect(new Set(expected)).toEqual(new Set(['page', 'warning', 'info']));
});
