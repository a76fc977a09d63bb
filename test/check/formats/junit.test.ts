import { formatJunit } from '../../../lib/check/formats/junit';
import { report, whole } from './support';

const errors = ({ severity }: { readonly severity: string }): boolean => severity === 'error';

test('is one suite: findings that fail, others that pass with output, rules without any, and what was skipped', () => {
  expect(formatJunit(report, errors)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sealane" tests="6" failures="1" errors="1" skipped="2">
  <testsuite name="sealane" tests="6" failures="1" errors="1" skipped="2">
    <testcase classname="input" name="c.yaml:2" file="c.yaml" line="2">
      <error message="bad indentation, 100%" type="input error">bad indentation, 100%</error>
    </testcase>
    <testcase classname="route/subset-undefined" name="[eu] VirtualService shop/reviews spec.http[0].route[0]" file="a b/routes.yaml" line="14">
      <failure message="subset &quot;v2&quot; is defined by &lt;no&gt; DestinationRule" type="error">error route/subset-undefined: subset &quot;v2&quot; is defined by &lt;no&gt; DestinationRule
   at [eu] VirtualService shop/reviews  spec.http[0].route[0]  a b/routes.yaml:14:7  (construct shop/canary)
 near DestinationRule shop/reviews  subsets: v1  rules.yaml:3
given nobody else writes the rule
 help: add it, or route to &quot;v1&quot;</failure>
    </testcase>
    <testcase classname="platform/accept-unused" name="accept of x accepted nothing">
      <system-out>warning platform/accept-unused: accept of x accepted nothing
 help: remove it</system-out>
    </testcase>
    <testcase classname="route/subset-undefined" name="[eu] VirtualService shop/reviews spec.http[0].route[0]" file="a b/routes.yaml" line="14">
      <skipped message="accepted: game day"/>
    </testcase>
    <testcase classname="unknown" name="the Secret is not in the input">
      <skipped message="3 × the Secret is not in the input"/>
    </testcase>
    <testcase classname="api/duplicate-object" name="no findings"/>
  </testsuite>
</testsuites>
`);
});

test('warnings fail where the profile says so', () => {
  expect(formatJunit(report, () => true)).toMatch(/failures="2"/);
});

test('characters that XML cannot hold are replaced, and others kept', () => {
  const text = formatJunit({ ...report, findings: [{ ...whole, message: 'a\u0000b\u001b\ud800c\ud83d\ude00 "<&>"' }] }, errors);
  expect(text).toContain('message="a\ufffdb\ufffd\ufffdc\ud83d\ude00 &quot;&lt;&amp;&gt;&quot;"');
});
