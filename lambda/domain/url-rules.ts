import ipaddr from "ipaddr.js";

/**
 * Which addresses reelbase fetches on behalf of a caller: public ones over https, so that nobody reaches through it into
 * the network that it runs in. Pure: the names are resolved elsewhere, and every address of a name is judged here.
 */

/** An exception that the deployment makes (`fetchHosts`): a host name or a range, of one port or of the usual ones. */
export interface FetchHost {
  /** A name or an address in lower case; absent for a range. */
  readonly name?: string;
  /** CIDR. */
  readonly range?: string;
  readonly port?: number;
}

export type UrlVerdict =
  | { readonly allowed: true; readonly url: URL; readonly exception: boolean }
  /** A sentence without the address: it may hold a secret. */
  | { readonly allowed: false; readonly fault: string };

const MAX_LENGTH = 2048;
const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** Names that mean a machine or a network nearby (RFC 6761, 6762, 8375, and the metadata names of clouds). */
const LOCAL_NAMES = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "test"];

/**
 * `host`, `host:8080`, `10.0.0.0/8` or `[::1]:8080`, as the configuration writes them.
 * @throws RangeError for what is none of these
 */
export function parseFetchHost(text: string): FetchHost {
  const plain = text.trim().toLowerCase();
  if (ipaddr.isValidCIDR(plain)) return { range: plain };
  const [, bracketed, bare, port] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/.exec(plain) ?? [];
  const name = bracketed ?? bare ?? (ipaddr.IPv6.isValid(plain) ? plain : undefined);
  if (name === undefined || (bracketed !== undefined && !ipaddr.IPv6.isValid(bracketed)))
    throw new RangeError(`"${text}" is no host name, address or range`);
  return { name, ...(port === undefined ? {} : { port: Number(port) }) };
}

/** All that can be judged before the name is resolved. An address that stands for itself is judged whole. */
export function judgeUrl(text: string, exceptions: readonly FetchHost[]): UrlVerdict {
  const refused = (fault: string): UrlVerdict => ({ allowed: false, fault });
  if (text.length > MAX_LENGTH) return refused(`The address has more than ${MAX_LENGTH} characters.`);
  // The URL parser would drop or turn these silently, so that others may read another address in the text.
  if (/[\s\p{Cc}\\]/u.test(text))
    return refused("The address holds a space, a backslash or a control character.");
  if (!URL.canParse(text)) return refused("This is not an address.");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refused("Only https addresses are fetched.");
  if (url.username !== "" || url.password !== "")
    return refused("The address holds a user name or a password: leave them out.");
  const host = hostOf(url);
  if (host === "" || host.endsWith("."))
    return refused("The host of the address is not written in the usual form.");
  const port = portOf(url);
  const exception = exceptions.some((each) => isMeant(each, host, port));
  if (exception) return { allowed: true, url, exception };
  if (url.protocol === "http:") return refused("Only https addresses are fetched.");
  if (port !== HTTPS_PORT) return refused("Only the usual port of https, 443, is fetched from.");
  if (ipaddr.isValid(host)) {
    return isPublicAddress(host) ? { allowed: true, url, exception } : refused(NOT_PUBLIC);
  }
  return isLocalName(host) ? refused(NOT_PUBLIC) : { allowed: true, url, exception };
}

export const NOT_PUBLIC = "The address is not one of the public internet.";

/**
 * Whether the connection may be made to what a host's name resolves to. The name of an exception may be anywhere; the
 * range of one may be reached by any name.
 */
export function mayConnect(address: string, url: URL, exceptions: readonly FetchHost[]): boolean {
  const [host, port] = [hostOf(url), portOf(url)];
  if (exceptions.some((each) => each.name === host && isPort(each, port))) return true;
  return isPublicAddress(address) || exceptions.some((each) => isMeant(each, address, port));
}

/**
 * Whether an address is one of the public internet. Forms that carry an IPv4 address inside (mapped, compatible, NAT64,
 * 6to4, Teredo) are refused whatever they carry: no public server needs them.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  // Only this range of IPv6 is given out to the internet (RFC 4291, section 2.4).
  return parsed.kind() === "ipv4" || isInRange(address, "2000::/3");
}

/** Without the brackets of IPv6. The parser has turned decimal, octal, hexadecimal and short IPv4 into dotted form. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

const portOf = (url: URL) =>
  url.port === "" ? (url.protocol === "http:" ? HTTP_PORT : HTTPS_PORT) : Number(url.port);

/** A name without a point is looked up in the network's own domain. */
const isLocalName = (host: string) =>
  !host.includes(".") || LOCAL_NAMES.some((name) => host === name || host.endsWith(`.${name}`));

function isMeant(exception: FetchHost, host: string, port: number): boolean {
  if (!isPort(exception, port)) return false;
  if (exception.name !== undefined) return exception.name === host;
  return exception.range !== undefined && isInRange(host, exception.range);
}

const isPort = ({ port: allowed }: FetchHost, port: number) =>
  allowed === undefined ? port === HTTP_PORT || port === HTTPS_PORT : port === allowed;

function isInRange(address: string, range: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const [parsed, [network, bits]] = [ipaddr.parse(address), ipaddr.parseCIDR(range)];
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}
