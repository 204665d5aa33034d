import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { isPublicAddress, judgeUrl, mayConnect, parseFetchHost } from "../../lambda/domain/url-rules.ts";
import { videoSiteOf } from "../../lambda/domain/video-sites.ts";

const HOSTS = ["media.corp.example", "nas:8080", "127.0.0.1:4599", "10.1.0.0/16", "[::1]:9000"].map(
  parseFetchHost,
);

test.each([
  "https://example.com/a.mp4",
  "https://example.com:443/a.mp4?token=x#t",
  "https://93.184.216.34/a.mp4",
  "https://[2606:2800:220:1:248:1893:25c8:1946]/a.mp4",
  "https://bücher.example/a.mp4",
  "HTTPS://EXAMPLE.COM/A.MP4",
])("allows %s", (url) => {
  expect(judgeUrl(url, [])).toMatchObject({ allowed: true });
});

test.each([
  ...["", "example.com/a.mp4", "http://example.com/a.mp4", "ftp://example.com/a", "file:///etc/passwd"],
  ...["gopher://example.com/", "data:text/html,x", "javascript:alert(1)", "s3://bucket/key"],
  ...["https://user@example.com/", "https://user:pass@example.com/", "https://example.com:8443/a"],
  ...["https://localhost/a", "https://LOCALHOST/a", "https://a.localhost/", "https://localhost./a"],
  ...["https://example.com./a", "https://printer/a", "https://nas.local/a", "https://x.internal/a"],
  ...["https://metadata.google.internal/computeMetadata/v1/", "https://router.lan/", "https://a.home.arpa/"],
  ...[
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
  ],
  ...[
    "https://0x7f.0.0.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0/",
    "https://255.255.255.255/",
  ],
  ...["https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/"],
  ...["https://169.254.169.254/latest/meta-data/", "https://169.254.170.2/", "https://100.64.0.1/"],
  ...["https://100.127.255.255/", "https://192.0.0.1/", "https://192.0.2.1/", "https://198.51.100.1/"],
  ...["https://203.0.113.9/", "https://198.18.0.1/", "https://224.0.0.1/", "https://240.0.0.1/"],
  ...["https://[::]/", "https://[::1]/", "https://[fe80::1]/", "https://[fc00::1]/", "https://[fd12::1]/"],
  ...["https://[fec0::1]/", "https://[ff02::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/"],
  ...[
    "https://[::ffff:8.8.8.8]/",
    "https://[::127.0.0.1]/",
    "https://[::8.8.8.8]/",
    "https://[64:ff9b::7f00:1]/",
  ],
  ...[
    "https://[64:ff9b:1::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
  ],
  ...["https://[2001:2::1]/", "https://[3fff::1]/", "https://[100::1]/", "https://[5f00::1]/"],
  ...["https://[fe80::1%25eth0]/", "https://１２７.０.０.１/", "https://①②⑦.0.0.1/"],
  ...[
    "https://exam\tple.com/",
    "https:\\\\example.com\\a",
    " https://example.com/",
    "https://example.com/a b",
  ],
  ...[`https://example.com/${"a".repeat(2048)}`, "https://", "https:///a", "https://."],
])("refuses %s", (url) => {
  expect(judgeUrl(url, [])).toMatchObject({ allowed: false, fault: expect.stringMatching(/^[A-Z].+\.$/) });
});

test("never repeats what may be a secret", () => {
  const verdict = judgeUrl("http://user:hunter2@10.0.0.1/private?token=hunter2", []);
  expect(JSON.stringify(verdict)).not.toContain("hunter2");
});

test.each([
  ["http://media.corp.example/a.mp4", true],
  ["https://media.corp.example/a.mp4", true],
  ["https://media.corp.example:8443/a.mp4", false],
  ["https://other.corp.example.internal/a.mp4", false],
  ["http://nas:8080/a.mp4", true],
  ["http://nas/a.mp4", false],
  ["http://127.0.0.1:4599/a.mp4", true],
  ["http://127.0.0.1:4600/a.mp4", false],
  ["http://2130706433:4599/a.mp4", true],
  ["https://10.1.2.3/a.mp4", true],
  ["https://10.2.2.3/a.mp4", false],
  ["http://[::1]:9000/a.mp4", true],
  ["http://user@nas:8080/a.mp4", false],
])("with exceptions: %s is allowed: %s", (url, allowed) => {
  expect(judgeUrl(url, HOSTS).allowed).toBe(allowed);
});

test.each([
  ["https://example.com/", "93.184.216.34", true],
  ["https://example.com/", "127.0.0.1", false],
  ["https://example.com/", "169.254.169.254", false],
  ["https://example.com/", "::ffff:10.0.0.1", false],
  ["https://example.com/", "fe80::1%eth0", false],
  ["https://example.com/", "10.1.9.9", true],
  ["https://media.corp.example/", "192.168.7.7", true],
  ["https://media.corp.example:444/", "192.168.7.7", false],
  ["https://example.com/", "not an address", false],
])("a name of %s that is %s may be connected to: %s", (url, address, allowed) => {
  expect(mayConnect(address, new URL(url), HOSTS)).toBe(allowed);
});

test.each(["", "a b", "http://x", "[nas]", "*.example.com", "10.0.0.0/99"])(
  "takes no exception that is written as %j",
  (text) => {
    expect(() => parseFetchHost(text)).toThrow(RangeError);
  },
);

test("a private IPv4 address is refused in every way of writing it", () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.constantFrom("10", "127", "0"), octet, octet, octet, (a, b, c, d) => {
      const number = ((Number(a) * 256 + b) * 256 + c) * 256 + d;
      const forms = [
        `${a}.${b}.${c}.${d}`,
        String(number),
        `0x${number.toString(16)}`,
        `0${number.toString(8)}`,
        `${a}.${b}.${c * 256 + d}`,
        `[::ffff:${a}.${b}.${c}.${d}]`,
        `[::${a}.${b}.${c}.${d}]`,
        `[64:ff9b::${a}.${b}.${c}.${d}]`,
      ];
      for (const host of forms) expect(judgeUrl(`https://${host}/`, [])).toMatchObject({ allowed: false });
    }),
  );
});

test("a public address of IPv6 lies in 2000::/3 and in no special range", () => {
  const address = fc.ipV6().filter((text) => ipaddr.isValid(text));
  fc.assert(
    fc.property(address, (text) => {
      if (!isPublicAddress(text)) return;
      const [first = 0] = ipaddr.IPv6.parse(text).parts;
      expect(first >> 13).toBe(1);
      expect(ipaddr.parse(text).range()).toBe("unicast");
    }),
    { numRuns: 500 },
  );
});

test("no text makes the judge fail, and what it allows is https to the public internet", () => {
  const text = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.tuple(fc.ipV4(), fc.string()).map((t) => `https://${t.join("/")}`),
  );
  fc.assert(
    fc.property(text, (url) => {
      const verdict = judgeUrl(url, []);
      if (!verdict.allowed) return;
      expect(verdict.url.protocol).toBe("https:");
      const host = verdict.url.hostname.replace(/^\[|\]$/g, "");
      expect(ipaddr.isValid(host) ? isPublicAddress(host) : host.includes(".")).toBe(true);
    }),
  );
});

test.each([
  ["https://youtu.be/x?si=y", "YouTube"],
  ["https://www.youtube.com/watch?v=x", "YouTube"],
  ["https://player.vimeo.com/video/1", "Vimeo"],
  ["https://www.tiktok.com/@a/video/1", "TikTok"],
  ["https://notyoutube.com/x.mp4", undefined],
  ["https://example.com/youtube.com.mp4", undefined],
])("%s belongs to %s", (url, site) => {
  expect(videoSiteOf(new URL(url))).toBe(site);
});
