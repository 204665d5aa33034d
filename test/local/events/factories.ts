import type { BusEvent } from "../../../local/service.ts";

/** An event of a video that was uploaded, unless told otherwise. */
export function anEvent(given: Partial<BusEvent> = {}): BusEvent {
  return {
    version: "0",
    id: "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": "Object Created",
    source: "aws.s3",
    account: "123456789012",
    time: "2026-11-21T08:00:00Z",
    region: "eu-west-1",
    resources: ["arn:aws:s3:::videos"],
    detail: { bucket: { name: "videos" }, object: { key: "videos/beach.mp4", size: 1234 } },
    ...given,
  };
}
