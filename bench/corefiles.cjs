// Milliseconds of processor time for a Corefile, of a thousand that differ, and for 100 kB of noise.
const { join } = require('node:path');
const lib = name => require(join(__dirname, '../build/lib', name));
const { checkCorefile } = lib('corefile/check');
const { lintCorefile } = lib('check/lint-corefile');

const spent = work => {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
};
const texts = Array.from({ length: 1000 }, (_, i) => `.:53 {
    errors {
        consolidate 30s ".* i/o timeout$" warning
    }
    health {
        lameduck ${5 + (i % 20)}s
    }
    ready
    kubernetes cluster${i}.local in-addr.arpa ip6.arpa {
        pods ${['disabled', 'insecure', 'verified'][i % 3]}
        ttl ${i % 60}
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . 10.${i % 250}.0.1 /etc/resolv.conf {
        max_concurrent ${1000 + i}
    }
    cache 300 {
        success ${256 * (4 + (i % 80))} 300
        denial 4096 30
        serve_stale 1h verify
    }
    loop
    reload
    loadbalance
}
corp${i}.example:53 {
    errors
    cache 30
    forward . 192.0.2.${i % 250}
}
`);
const words = ['{', '}', '"', '#', '\n', ' ', 'import', '(x)', 'x', '\\', ',', 'cache', 'forward', '{$X}', '{%'];
const noise = Array.from({ length: 40_000 }, (_, i) => words[(i * 7 + (i >> 3)) % words.length]).join(' ').slice(0, 100_000);
const checked = spent(() => texts.forEach(text => checkCorefile(text))) / texts.length;
const linted = spent(() => texts.slice(0, 100).forEach(text => lintCorefile(text))) / 100;
process.stdout.write(JSON.stringify({ lines: texts[0].split('\n').length - 1, checked, linted, noise: spent(() => checkCorefile(noise)) }));
