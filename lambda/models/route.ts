/** How a model is called by InvokeModel from one region. */
export interface Route {
  /** What the call names: the bare model id, or the id of an inference profile. */
  readonly id: string;
  /** The inference profile, or null when the model is called by its bare id. */
  readonly profileId: string | null;
  /**
   * Regions whose foundation model the caller needs a grant for. The empty text stands for the ARN without a region
   * (`arn:aws:bedrock:::foundation-model/...`), by which a global profile is authorised.
   */
  readonly destinations: readonly string[];
}

/** Where a model can be called from. */
export interface Routes {
  /** Regions in which InvokeModel takes the bare model id. */
  readonly bare: readonly string[];
  /** Geographic profiles: by geography, by source region, the regions that may serve the call. */
  readonly geographic: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Source regions of the global profile. */
  readonly global: readonly string[];
}

/**
 * The way from `region` to a model: the profile of the region's geography (the videos stay in it), else the global
 * profile, else the bare id where nothing but the bare id works. Undefined when the model cannot be called there.
 */
export function routeFrom(modelId: string, routes: Routes, region: string): Route | undefined {
  for (const [geography, sources] of Object.entries(routes.geographic)) {
    const destinations = sources[region];
    if (destinations) return profileRoute(`${geography}.${modelId}`, destinations);
  }
  if (routes.global.includes(region)) return profileRoute(`global.${modelId}`, [region, ""]);
  if (routes.bare.includes(region)) return { id: modelId, profileId: null, destinations: [region] };
  return undefined;
}

function profileRoute(profileId: string, destinations: readonly string[]): Route {
  return { id: profileId, profileId, destinations };
}

/** Source regions of the global profiles that TwelveLabs models have. */
export const GLOBAL_SOURCES: readonly string[] = [
  ...[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "ca-west-1",
    "sa-east-1",
    "mx-central-1",
  ],
  ...[
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
  ],
  ...[
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "af-south-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
  ],
  ...["ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3"],
  ...["ap-southeast-4", "ap-southeast-5", "ap-southeast-7"],
];
