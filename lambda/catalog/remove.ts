import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { RemovalRequest } from "../contracts/removal-request.ts";
import { eachMessage } from "../lane/batch.ts";
import { removeIndex } from "./remove-index.ts";
import type { RemovePorts } from "./remove-ports.ts";
import { removeRunData } from "./remove-run.ts";
import { removeVideo } from "./remove-video.ts";

/**
 * Removes what was marked as deleted, everywhere. Each message can come again, and each goes on where an earlier delivery
 * stopped: what is done is gone, and what names the rest goes last.
 */
export function remove(ports: RemovePorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return eachMessage(ports.log, async (body) => {
    const request = RemovalRequest.parse(JSON.parse(body));
    switch (request.kind) {
      case "video":
        return removeVideo(ports, request);
      case "run":
        return removeRunData(ports, request.videoId, request.runId);
      case "index":
        return removeIndex(ports, request);
    }
  });
}
