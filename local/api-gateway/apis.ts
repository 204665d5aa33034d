import type { GatewayResponse, ResponseType } from "./response-types.ts";
import type { Authorizer, Deployed, Method, Resource, RestApi, Stage } from "./rest-api.ts";

/** The APIs and their parts, in whatever order the template brings them. */
export interface Apis {
  addApi(api: RestApi): void;
  addResource(resource: Resource): void;
  addMethod(method: Method): void;
  addAuthorizer(authorizer: Authorizer): void;
  addResponse(apiId: string, type: ResponseType, response: GatewayResponse): void;
  addStage(stage: Stage): void;
  /** The APIs that can be called: those with a stage, and with their endpoint switched on. */
  deployed(): readonly Deployed[];
}

export function createApis(): Apis {
  const apis: RestApi[] = [];
  const resources: Resource[] = [];
  const methods: Method[] = [];
  const authorizers: Authorizer[] = [];
  const responses: { apiId: string; type: ResponseType; response: GatewayResponse }[] = [];
  const stages: Stage[] = [];
  let known: readonly Deployed[] | undefined;

  const adder =
    <T>(list: T[]) =>
    (item: T) => {
      list.push(item);
      known = undefined;
    };
  const assemble = (api: RestApi, stage: Stage): Deployed => {
    const ofApi = <T extends { readonly apiId: string }>(list: readonly T[]) =>
      list.filter(({ apiId }) => apiId === api.id);
    return {
      api,
      stage,
      resources: ofApi(resources),
      methods: ofApi(methods),
      authorizers: new Map(ofApi(authorizers).map((one) => [one.id, one])),
      responses: new Map(ofApi(responses).map(({ type, response }) => [type, response])),
    };
  };
  const addResponse = adder(responses);
  return {
    addApi: adder(apis),
    addResource: adder(resources),
    addMethod: adder(methods),
    addAuthorizer: adder(authorizers),
    addResponse: (apiId, type, response) => addResponse({ apiId, type, response }),
    addStage(stage) {
      // Stages of an API differ only in the first segment of the path, which there is none of here.
      const other = stages.find(({ apiId }) => apiId === stage.apiId);
      if (other !== undefined)
        throw new Error(`the API has a stage already, ${other.name}: only one is supported`);
      adder(stages)(stage);
    },
    deployed() {
      known ??= apis.flatMap((api) => {
        const stage = stages.find(({ apiId }) => apiId === api.id);
        return stage === undefined || !api.reachable ? [] : [assemble(api, stage)];
      });
      return known;
    },
  };
}
