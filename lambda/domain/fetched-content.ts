/** Types that are no media, with what an address of such a type leads to. */
const NOT_MEDIA: readonly (readonly [RegExp, string])[] = [
  [/^(text\/html|application\/xhtml\+xml)$/, "This is the address of a page, not of a media file."],
  [
    /^(application|audio)\/(vnd\.apple\.mpegurl|x-mpegurl|dash\+xml|mpegurl)$/,
    "This is the address of a playlist, not of a media file.",
  ],
  [/^(text\/|application\/(json|xml|problem\+json)$)/, "This is the address of a text, not of a media file."],
];

/**
 * Why an answer cannot be the file that was meant, by its headers alone; undefined when it can. Servers call media files
 * by many types, `application/octet-stream` among them: only what is surely none is refused.
 */
export function refusedContent(contentType: string, contentEncoding: string | undefined): string | undefined {
  if (contentEncoding !== undefined && contentEncoding !== "" && contentEncoding !== "identity")
    return "The server packs the file, although it was asked not to.";
  return NOT_MEDIA.find(([type]) => type.test(contentType))?.[1];
}
