/**
 * Sites whose addresses lead to a page with a player, not to a file, and whose terms forbid fetching the file behind it.
 * Whoever owns a video there can download it and upload the file.
 */
const VIDEO_SITES: Readonly<Record<string, readonly string[]>> = {
  YouTube: ["youtube.com", "youtu.be", "youtube-nocookie.com"],
  Vimeo: ["vimeo.com"],
  TikTok: ["tiktok.com"],
  Dailymotion: ["dailymotion.com", "dai.ly"],
  Facebook: ["facebook.com", "fb.watch"],
  Instagram: ["instagram.com"],
  X: ["x.com", "twitter.com"],
  Twitch: ["twitch.tv"],
  Bilibili: ["bilibili.com", "b23.tv"],
  Loom: ["loom.com"],
};

/** The name of the site that an address belongs to, or undefined for an ordinary one. */
export function videoSiteOf(url: URL): string | undefined {
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  const isOf = (domain: string) => host === domain || host.endsWith(`.${domain}`);
  return Object.entries(VIDEO_SITES).find(([, domains]) => domains.some(isOf))?.[0];
}
