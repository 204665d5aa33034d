import type { Clock } from "../clock.ts";
import type { Place } from "../service.ts";
import type { Store } from "../store.ts";
import type { Bodies } from "./bodies.ts";
import type { Buckets } from "./buckets.ts";
import type { Lock } from "./lock.ts";
import type { ObjectIndex } from "./object-index.ts";
import type { Outbox } from "./outbox.ts";
import type { NextSequencer } from "./sequence.ts";
import type { UploadIndex } from "./upload-index.ts";

/** What all operations work on. */
export interface S3 {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  readonly bodies: Bodies;
  readonly buckets: Buckets;
  readonly objects: ObjectIndex;
  readonly uploads: UploadIndex;
  readonly outbox: Outbox;
  readonly lock: Lock;
  readonly nextSequencer: NextSequencer;
}
