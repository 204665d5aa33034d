import fc from "fast-check";
import { matchRoute, ownsPath } from "../../../local/api-gateway/match-route.ts";
import type { Method, Resource, RestApi } from "../../../local/api-gateway/rest-api.ts";

const api: RestApi = { id: "api", rootResourceId: "root", binaryMediaTypes: [], reachable: true };

/** Resources by their path, written with their methods: `/a/{id}: GET ANY`. */
function treeOf(...lines: string[]) {
  const resources: Resource[] = [];
  const methods: Method[] = [];
  for (const line of lines) {
    const [path = "", verbs = ""] = line.split(":");
    const cut = path.lastIndexOf("/");
    const id = path === "/" ? "root" : path;
    if (id !== "root") {
      resources.push({
        apiId: "api",
        id,
        parentId: path.slice(0, cut) || "root",
        pathPart: path.slice(cut + 1),
      });
    }
    for (const httpMethod of verbs.split(" ").filter(Boolean)) {
      methods.push({
        apiId: "api",
        resourceId: id,
        httpMethod,
        authorization: { type: "NONE" },
        integration: { functionArn: "arn", transferMode: "BUFFERED", timeoutMs: 1 },
      });
    }
  }
  return { api, resources, methods };
}

const tree = treeOf(
  "/v1.2/{proxy+}: ANY",
  "/v1.2: GET",
  "/v1.2/status: GET",
  "/v1.2/status/{id}: GET ANY",
  "/v1.2/tasks:",
);

describe("matchRoute", () => {
  test.each<[string, string, string | undefined, object]>([
    ["GET", "/v1.2", "/v1.2", {}],
    ["GET", "/v1.2/", "/v1.2", {}],
    ["POST", "/v1.2", undefined, {}],
    ["POST", "/v1.2/search", "/v1.2/{proxy+}", { proxy: "search" }],
    ["GET", "/v1.2/a/b%2Fc/d", "/v1.2/{proxy+}", { proxy: "a/b%2Fc/d" }],
    ["GET", "/v1.2/status", "/v1.2/status", {}],
    ["GET", "/v1.2/%73tatus", "/v1.2/status", {}],
    ["DELETE", "/v1.2/status", undefined, {}],
    ["GET", "/v1.2/status/7", "/v1.2/status/{id}", { id: "7" }],
    ["GET", "/v1.2/status/7/8", "/v1.2/{proxy+}", { proxy: "status/7/8" }],
    ["GET", "/v1.2/tasks", undefined, {}],
    ["GET", "/v1.3/search", undefined, {}],
    ["GET", "/%zz", undefined, {}],
    ["GET", "//v1.2", undefined, {}],
    ["GET", "/", undefined, {}],
  ])("%s %s is for %s", (method, path, expected, parameters) => {
    const route = matchRoute(tree, method, path);
    expect(route?.resourcePath).toBe(expected);
    expect(route?.pathParameters ?? {}).toEqual(parameters);
  });

  test("takes no verb that a REST API does not have for ANY", () => {
    expect(matchRoute(tree, "TRACE", "/v1.2/status/7")).toBeUndefined();
  });

  test("takes a verb before ANY", () => {
    expect(matchRoute(tree, "GET", "/v1.2/status/7")?.method.httpMethod).toBe("GET");
    expect(matchRoute(tree, "PUT", "/v1.2/status/7")?.method.httpMethod).toBe("ANY");
  });

  test("does not depend on the order of the template", () => {
    const paths = fc.array(fc.constantFrom("v1.2", "status", "tasks", "x"), { maxLength: 4 });
    fc.assert(
      fc.property(
        paths,
        fc.shuffledSubarray(tree.resources, { minLength: tree.resources.length }),
        (parts, resources) => {
          const path = `/${parts.join("/")}`;
          expect(matchRoute({ ...tree, resources }, "GET", path)).toEqual(matchRoute(tree, "GET", path));
        },
      ),
    );
  });
});

describe("ownsPath", () => {
  test.each<[string, boolean]>([
    ["/v1.2", true],
    ["/v1.2/unknown", true],
    ["/v1.3/search", false],
    ["/videos/v1.2", false],
    ["/", false],
  ])("%s: %s", (path, expected) => {
    expect(ownsPath(tree, "GET", path)).toBe(expected);
  });

  test("the root belongs to an API with a method there", () => {
    expect(ownsPath(treeOf("/: GET"), "GET", "/")).toBe(true);
    expect(ownsPath(treeOf("/: GET"), "PUT", "/")).toBe(false);
  });
});
