import { SearchBody } from "../../../lambda/contracts/api/search.ts";

const url = (name: string) => `https://example.com/${name}.png`;
const body = { index_id: "0123456789abcdef01234567", search_options: ["visual"] };
const file = new Blob(["image"]);

test.each<[string, object, object[]]>([
  ["an address", { query_media_url: url("a") }, [{ url: url("a") }]],
  ["an address before a file", { query_media_url: url("a"), query_media_file: file }, [{ url: url("a") }]],
  [
    "addresses and files of newer clients",
    { query_media_urls: [url("a"), url("b")], query_media_files: [file] },
    [{ url: url("a") }, { url: url("b") }, { file }],
  ],
])("a search takes %s", (_, images, expected) => {
  expect(SearchBody.parse({ ...body, ...images }).images).toEqual(expected);
});

test("a search takes ten images under all names together", () => {
  const query_media_urls = Array.from({ length: 10 }, (_, at) => url(String(at)));
  expect(SearchBody.safeParse({ ...body, query_media_urls }).success).toBe(true);
  const { error } = SearchBody.safeParse({ ...body, query_media_urls, query_media_file: file });
  expect(error?.issues).toMatchObject([{ path: ["query_media_urls"] }]);
});
