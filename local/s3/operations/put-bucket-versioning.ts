import * as z from "zod";
import { authorizeBucket } from "../access.ts";
import { malformedXml } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { readXml } from "../request-xml.ts";

/** `MfaDelete` is refused: nobody here could present the device. */
const Configuration = z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) });

export const putBucketVersioning: Operation = {
  method: "PUT",
  on: "bucket",
  needs: ["versioning"],
  async run(s3, request) {
    const { bucket: name, caller } = request;
    authorizeBucket(caller, "s3:PutBucketVersioning", name);
    const configuration = await readXml(request, "VersioningConfiguration", [], Configuration);
    if (configuration === undefined) throw malformedXml();
    await s3.lock(name, async () => {
      await s3.buckets.put({ ...(await s3.buckets.require(name)), versioning: configuration.Status });
    });
    return { status: 200 };
  },
};
